//! The sorts of data that are known, and the tag each deserves.

use serde::{Deserialize, Serialize};

use crate::words::Words;

/// What values mean, whatever type holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SemanticType {
    /// A resident identity card number of China (GB 11643).
    IdCard,
    /// A unified social credit code of an organisation (GB 32100).
    Uscc,
    /// A bank card number, mostly of `UnionPay`.
    BankCard,
    /// A card number of an international network.
    CreditCard,
    /// An international bank account number (ISO 13616).
    Iban,
    /// A mobile phone number of China.
    Mobile,
    /// A fixed line, or a number of another country.
    Phone,
    /// An e-mail address.
    Email,
    /// An IP address, version 4 or 6.
    IpAddress,
    /// A hardware address.
    MacAddress,
    /// A passport number.
    Passport,
    /// A licence plate of China.
    PlateNumber,
    /// A social security number of the United States.
    UsSsn,
    /// The name of a person.
    PersonName,
    /// A postal address.
    Address,
    /// A day of birth.
    BirthDate,
    /// Male, female and what else is recorded.
    Gender,
    /// A latitude, a longitude, or both.
    Coordinates,
    /// A web address.
    Url,
    /// A universally unique identifier.
    Uuid,
    /// A password, a key or a token, hashed or not.
    Secret,
    /// An amount of money.
    Money,
    /// A country (ISO 3166 or its name).
    Country,
    /// A currency (ISO 4217).
    Currency,
}

impl SemanticType {
    /// Every one, in the order above.
    pub const ALL: &[Self] = &[
        Self::IdCard,
        Self::Uscc,
        Self::BankCard,
        Self::CreditCard,
        Self::Iban,
        Self::Mobile,
        Self::Phone,
        Self::Email,
        Self::IpAddress,
        Self::MacAddress,
        Self::Passport,
        Self::PlateNumber,
        Self::UsSsn,
        Self::PersonName,
        Self::Address,
        Self::BirthDate,
        Self::Gender,
        Self::Coordinates,
        Self::Url,
        Self::Uuid,
        Self::Secret,
        Self::Money,
        Self::Country,
        Self::Currency,
    ];

    /// Its name in data, such as `id_card`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::IdCard => "id_card",
            Self::Uscc => "uscc",
            Self::BankCard => "bank_card",
            Self::CreditCard => "credit_card",
            Self::Iban => "iban",
            Self::Mobile => "mobile",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::IpAddress => "ip_address",
            Self::MacAddress => "mac_address",
            Self::Passport => "passport",
            Self::PlateNumber => "plate_number",
            Self::UsSsn => "us_ssn",
            Self::PersonName => "person_name",
            Self::Address => "address",
            Self::BirthDate => "birth_date",
            Self::Gender => "gender",
            Self::Coordinates => "coordinates",
            Self::Url => "url",
            Self::Uuid => "uuid",
            Self::Secret => "secret",
            Self::Money => "money",
            Self::Country => "country",
            Self::Currency => "currency",
        }
    }

    /// The tag that goes with it. *Sensitive* is what reaches or impersonates somebody, or costs them when it is lost:
    /// documents, accounts, credentials, numbers, addresses. *`NonSensitive`* only describes a person.
    #[must_use]
    pub fn tag(self) -> Option<&'static str> {
        match self {
            Self::IdCard
            | Self::BankCard
            | Self::CreditCard
            | Self::Iban
            | Self::Mobile
            | Self::Phone
            | Self::Email
            | Self::Passport
            | Self::UsSsn
            | Self::Address
            | Self::Secret => Some("PII.Sensitive"),
            Self::PersonName
            | Self::BirthDate
            | Self::Gender
            | Self::PlateNumber
            | Self::IpAddress
            | Self::MacAddress => Some("PII.NonSensitive"),
            Self::Uscc | Self::Coordinates | Self::Url | Self::Uuid | Self::Money | Self::Country | Self::Currency => {
                None
            }
        }
    }

    /// What its values are called, in the plural: `ID card numbers`.
    #[must_use]
    pub fn words(self) -> Words {
        let (en, zh) = match self {
            Self::IdCard => ("ID card numbers", "身份证号"),
            Self::Uscc => ("unified social credit codes", "统一社会信用代码"),
            Self::BankCard => ("bank card numbers", "银行卡号"),
            Self::CreditCard => ("credit card numbers", "信用卡号"),
            Self::Iban => ("international bank account numbers", "国际银行账号"),
            Self::Mobile => ("mobile phone numbers", "手机号"),
            Self::Phone => ("phone numbers", "电话号码"),
            Self::Email => ("e-mail addresses", "电子邮箱"),
            Self::IpAddress => ("IP addresses", "IP 地址"),
            Self::MacAddress => ("MAC addresses", "MAC 地址"),
            Self::Passport => ("passport numbers", "护照号"),
            Self::PlateNumber => ("licence plates", "车牌号"),
            Self::UsSsn => ("US social security numbers", "美国社会安全号"),
            Self::PersonName => ("names of persons", "人名"),
            Self::Address => ("postal addresses", "地址"),
            Self::BirthDate => ("dates of birth", "出生日期"),
            Self::Gender => ("genders", "性别"),
            Self::Coordinates => ("coordinates", "经纬度"),
            Self::Url => ("web addresses", "网址"),
            Self::Uuid => ("UUIDs", "UUID"),
            Self::Secret => ("passwords, keys or tokens", "密码或密钥"),
            Self::Money => ("amounts of money", "金额"),
            Self::Country => ("countries", "国家"),
            Self::Currency => ("currencies", "币种"),
        };
        Words::new(en, zh)
    }
}

impl std::fmt::Display for SemanticType {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}
