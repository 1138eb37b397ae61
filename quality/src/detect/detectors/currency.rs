//! Currencies: codes of ISO 4217 and a few names.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Currency,
    classes: TEXT,
    names: Names {
        says: &["currency", "currency code", "ccy", "curr", "bizhong", "huobi", "币种", "币别", "货币"],
        hints: &["bz", "coin"],
        denies: &["currency rate"],
    },
    fits,
    holds: always,
    least: Least { says: 0.7, hints: 0.9, silent: Some((0.9, 3)), denied: None },
};

const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR \
ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD \
NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL";
const NAMES: &[&str] =
    &["人民币", "美元", "欧元", "日元", "英镑", "港币", "港元", "韩元", "澳元", "瑞士法郎", "加元", "新加坡元", "卢布"];

fn fits(value: &str) -> Fit {
    if value.len() == 3 && CODES.split(' ').any(|code| code == value) {
        return Fit::Sure;
    }
    Fit::likely_if(NAMES.contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_currencies_are_codes_or_names() {
        assert_eq!(fits("CNY"), Fit::Sure);
        assert_eq!(fits("人民币"), Fit::Likely);
        assert_eq!(fits("XYZ"), Fit::No);
        assert_eq!(fits("usd"), Fit::No);
    }
}
