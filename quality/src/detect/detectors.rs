//! Every detector, one line each; of two that are equally sure the earlier one wins.

pub mod bank_card;
pub mod credit_card;
pub mod iban;
pub mod id_card;
pub mod uscc;

mod address;
mod birth_date;
mod coordinates;
mod country;
mod currency;
mod email;
mod gender;
mod ip_address;
mod mac_address;
mod mobile;
mod money;
mod passport;
mod person_name;
mod phone;
mod plate_number;
mod secret;
mod url;
mod us_ssn;
mod uuid;

use super::detector::Detector;

/// All detectors.
pub(super) const DETECTORS: &[Detector] = &[
    id_card::DETECTOR,
    uscc::DETECTOR,
    bank_card::DETECTOR,
    credit_card::DETECTOR,
    iban::DETECTOR,
    mobile::DETECTOR,
    phone::DETECTOR,
    email::DETECTOR,
    ip_address::DETECTOR,
    mac_address::DETECTOR,
    passport::DETECTOR,
    plate_number::DETECTOR,
    us_ssn::DETECTOR,
    address::DETECTOR,
    person_name::DETECTOR,
    birth_date::DETECTOR,
    gender::DETECTOR,
    coordinates::DETECTOR,
    url::DETECTOR,
    uuid::DETECTOR,
    secret::DETECTOR,
    money::DETECTOR,
    country::DETECTOR,
    currency::DETECTOR,
];
