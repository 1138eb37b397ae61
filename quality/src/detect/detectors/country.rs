//! Countries: codes of ISO 3166 with two or three letters, and the names of the largest.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::Country,
    classes: TEXT,
    names: Names {
        says: &[
            "country",
            "country code",
            "nation",
            "nationality",
            "citizenship",
            "guojia",
            "guoji",
            "国家",
            "国籍",
            "国别",
        ],
        hints: &["origin", "gj", "产地", "region", "location"],
        denies: &[],
    },
    fits,
    holds: always,
    least: Least::NAMED,
};

const TWO: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC \
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM \
GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR \
LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH \
PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN \
TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
const THREE: &str = "ABW AFG AGO ALB AND ARE ARG ARM AUS AUT AZE BEL BGD BGR BHR BIH BLR BOL BRA BRN CAN CHE CHL CHN CIV CMR COD COL CRI \
CUB CYP CZE DEU DNK DOM DZA ECU EGY ESP EST ETH FIN FRA GBR GEO GHA GRC GTM HKG HND HRV HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN \
KAZ KEN KGZ KHM KOR KWT LAO LBN LBY LKA LTU LUX LVA MAC MAR MDA MDG MEX MKD MLI MLT MMR MNE MNG MOZ MYS NAM NGA NIC NLD NOR NPL NZL OMN \
PAK PAN PER PHL POL PRK PRT PRY PSE QAT ROU RUS RWA SAU SDN SEN SGP SLV SRB SVK SVN SWE SYR THA TJK TKM TUN TUR TWN TZA UGA UKR URY USA \
UZB VEN VNM YEM ZAF ZMB ZWE";
const NAMES: &[&str] = &[
    "china",
    "united states",
    "united states of america",
    "usa",
    "germany",
    "france",
    "japan",
    "united kingdom",
    "england",
    "brazil",
    "india",
    "south korea",
    "korea",
    "australia",
    "netherlands",
    "sweden",
    "spain",
    "italy",
    "canada",
    "mexico",
    "russia",
    "turkey",
    "switzerland",
    "austria",
    "belgium",
    "poland",
    "norway",
    "denmark",
    "finland",
    "portugal",
    "greece",
    "ireland",
    "czechia",
    "argentina",
    "chile",
    "colombia",
    "peru",
    "egypt",
    "south africa",
    "nigeria",
    "kenya",
    "israel",
    "saudi arabia",
    "singapore",
    "malaysia",
    "thailand",
    "vietnam",
    "indonesia",
    "philippines",
    "new zealand",
    "ukraine",
    "romania",
    "hungary",
    "pakistan",
    "中国",
    "美国",
    "德国",
    "法国",
    "日本",
    "英国",
    "巴西",
    "印度",
    "韩国",
    "澳大利亚",
    "荷兰",
    "瑞典",
    "西班牙",
    "意大利",
    "加拿大",
    "墨西哥",
    "俄罗斯",
    "土耳其",
    "瑞士",
    "奥地利",
    "比利时",
    "波兰",
    "挪威",
    "丹麦",
    "芬兰",
    "葡萄牙",
    "希腊",
    "爱尔兰",
    "阿根廷",
    "智利",
    "埃及",
    "南非",
    "以色列",
    "新加坡",
    "马来西亚",
    "泰国",
    "越南",
    "印度尼西亚",
    "菲律宾",
    "新西兰",
    "乌克兰",
    "朝鲜",
    "蒙古",
    "巴基斯坦",
    "中华人民共和国",
];

fn fits(value: &str) -> Fit {
    let is_code = |codes: &str| codes.split(' ').any(|code| code == value);
    match value.len() {
        2 => Fit::likely_if(is_code(TWO)),
        3 if value.is_ascii() => Fit::likely_if(is_code(THREE)),
        _ => Fit::likely_if(value.len() <= 60 && NAMES.contains(&value.to_lowercase().as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_countries_are_codes_or_names() {
        for value in ["CN", "DEU", "中国", "United States"] {
            assert_eq!(fits(value), Fit::Likely, "{value}");
        }
        for value in ["cn", "ZZ", "C N", "汉族", ""] {
            assert_eq!(fits(value), Fit::No, "{value}");
        }
    }
}
