//! Names of persons: Chinese by family name and what people call children, English by common names and more weakly.

use super::super::{
    detector::{Detector, Fit, Least, Names, TEXT, always},
    semantic::SemanticType,
};

pub(in super::super) const DETECTOR: Detector = Detector {
    semantic: SemanticType::PersonName,
    classes: TEXT,
    names: Names {
        says: &[
            "real name",
            "full name",
            "first name",
            "last name",
            "given name",
            "family name",
            "surname",
            "firstname",
            "lastname",
            "fname",
            "lname",
            "customer name",
            "cust name",
            "client name",
            "contact name",
            "contact person",
            "employee name",
            "emp name",
            "staff name",
            "patient name",
            "student name",
            "teacher name",
            "driver name",
            "passenger name",
            "guest name",
            "member name",
            "card holder",
            "cardholder",
            "account holder",
            "holder name",
            "beneficiary name",
            "receiver name",
            "consignee",
            "owner name",
            "person name",
            "author",
            "display name",
            "xingming",
            "lxr",
            "jbr",
            "fzr",
            "frdb",
            "shr",
            "sjr",
            "xm",
            "姓名",
            "联系人",
            "收货人",
            "收件人",
            "寄件人",
            "负责人",
            "经办人",
            "操作员",
            "操作人",
            "法人",
            "法定代表人",
            "持卡人",
            "户主",
            "申请人",
            "审批人",
            "客户名",
            "乘客",
            "患者",
            "学生",
            "员工",
            "人名",
            "名字",
            "经理",
            "医生",
            "老师",
            "教师",
            "作者",
        ],
        hints: &[
            "name",
            "user name",
            "nick name",
            "contact",
            "receiver",
            "doctor",
            "patient",
            "manager",
            "owner",
            "referee",
            "sales person",
            "salesperson",
            "author",
            "beneficiary",
            "passenger",
            "guest",
            "teacher",
            "student",
            "driver",
            "customer",
            "client",
            "operator",
            "applicant",
            "approver",
            "assignee",
            "reviewer",
            "salesman",
            "leader",
            "spouse",
            "mc",
            "名称",
            "客户",
            "用户名",
        ],
        denies: &[
            "product name",
            "table name",
            "file name",
            "column name",
            "schema name",
            "database name",
            "host name",
            "class name",
            "company name",
            "dept name",
            "department name",
            "org name",
            "city name",
            "region name",
            "goods name",
            "item name",
            "sku name",
            "job name",
            "topic name",
            "bank name",
            "project name",
            "domain name",
            "vendor name",
            "brand name",
            "公司名称",
            "单位名称",
            "商品名称",
            "机构名称",
            "物料名称",
            "项目名称",
            "银行名称",
            "部门名称",
            "城市名称",
        ],
    },
    fits,
    holds: always,
    least: Least { says: 0.5, ..Least::WORDED },
};

/// Family names of one sign, the most frequent first; together more than 98 of 100 people.
const FAMILIES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖\
贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝\
包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫\
米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位\
厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕\
危玉银亢嵇公哈湛宾戎勾茅利于呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由";
/// Family names of two signs.
const DOUBLE_FAMILIES: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "长孙", "宇文",
    "端木", "南宫",
];
/// Signs that given names are made of.
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文玉红建国志海燕宇浩然子涵雨欣怡梓轩思琪晓东俊凯婷雪梅辉鹏飞龙波斌健峰琳莉萍兰凤洁颖慧玲\
芬云莲真环荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞桦昭冰爽琬茗羽希宁蓓纨苑馨瑶允元悦可姿笑德立民永世广义兴良海山仁宽福生元全胜学祥才发武新利清飞彬富顺信\
成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭泽晨辰士以建致\
树炎行时泰盛雄琛钧冠策腾楠榕风航弘恒春夏秋冬彤诗梦语嫣菲萱妍倩雅蕾薇岚淑惠珠翠芝荷丹青蓉眉君琴蕊曼芸露纯婵雁蓓仪菁育柔竹霭凝晓欢霄枫芸寒亚宜滢馥筠\
柔昌炳坤乾川洪钢铁柱根虎威钰铭锋鑫锐镇锦源深润湘沛泓淼涵潇溪澜瀚煜烨炜焕灿熙燃耀晖昊昱晟晗景晶智曦朝杨柳桐梧楷森彦逸远遥迪运宝宗定容寅宸家岳岭峻崇嵘巍\
帆帅帆平年庭延弛强彰征徐御忠念怀恩悟愉意慈憧成戈战扬振捷攀敦旗旺昂昆昕映晋普显曙朔望本权材来杉柏桓桢梁槐正步毅水汉沁沐治泉波泳洲浪浦涌淳渊港游湛满滔\
潮灵炯烈焰照爵牧特狄玄玮玥玫珂珊珏珩琦琰琳琨瑾瑜瑛璇璐璟璞甜甫申白皓益盈相省睿知石砚硕碧磐礼社祖祺禄禾秉秋科程稳章端笛策筱简箫精素紫红纪纬线练绮维\
继绪绮翎老耕联聪肖胤自舒航良艺节花芮若茵茜荃荔莎菊萌萧蒙蓝蔚薪虹蝶衡裳西言誉诺谊谨豫贝贤贵赋超越跃路轩辅达迅逊通道邵郁金钊钟铃银锴长闯闻阳阔陆际雯霆靓静韵韶\
韬项顶须顺颂频颜风飘馨骁骏骥高鸿鹤鹭麒麟黎齐龄儿娇娅娥婉婧婕媚嫦子孝孟宛小少尔尧山岑峥川州工左巧巾师希开弟彩得心怡恺惜慕才方无旦旻昭昶晏曹月有木朴杏枝柯桃桑";
/// English given names, in lower case.
const GIVEN_ENGLISH: &str = "james mary robert patricia john jennifer michael linda david elizabeth william barbara richard susan joseph \
jessica thomas karen charles sarah christopher lisa daniel nancy matthew sandra anthony betty mark ashley donald \
emily steven kimberly andrew margaret paul donna joshua michelle kenneth carol kevin amanda brian melissa george \
deborah timothy stephanie ronald rebecca jason sharon edward laura jeffrey cynthia ryan dorothy jacob amy \
nicholas kathleen gary angela eric shirley jonathan emma stephen brenda larry pamela justin nicole scott anna \
brandon samantha benjamin katherine samuel christine gregory helen alexander debra patrick rachel frank carolyn \
raymond janet jack maria dennis catherine jerry heather tyler diane aaron olivia jose julie adam joyce nathan \
victoria henry ruth zachary lauren douglas kelly peter christina kyle joan noah evelyn ethan judith jeremy \
andrea walter hannah christian megan keith cheryl roger jacqueline terry martha sean gloria gerald teresa carl \
ann harold sara dylan madison arthur kathryn lawrence janice jordan jean jesse alice bryan abigail billy sophia \
bruce julia gabriel grace joe denise logan amber alan judy juan marilyn albert danielle willie beverly elijah \
charlotte wayne theresa randy diana vincent natalie liam brittany oliver lucas luis carlos miguel antonio pedro \
diego ana sofia isabel pierre claire hans klaus ingrid sven lars mohammed ahmed ali fatima aisha omar priya raj \
arjun yuki hiroshi kenji ivan olga dmitri elena marco giulia luca sophie chloe leo max felix";
/// English family names, in lower case.
const FAMILIES_ENGLISH: &str = "smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson \
anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson \
walker young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell \
mitchell carter roberts gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris \
morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward \
richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders patel \
myers long ross foster jimenez powell müller schmidt schneider fischer weber meyer wagner becker schulz hoffmann \
dubois bernard durand moreau rossi russo ferrari bianchi ivanov petrov novak kowalski nowak tanaka suzuki sato \
singh kumar sharma khan ahmed hassan silva santos costa ferreira chen wang zhang liu";

fn fits(value: &str) -> Fit {
    if is_chinese_name(value) {
        return Fit::Sure;
    }
    // Rare names, and those that people are called by: fine where the column says that it holds names.
    let is_short = (2..=3).contains(&value.chars().take(4).count());
    if is_short && value.chars().all(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign)) {
        return Fit::Loose;
    }
    english(value)
}

/// A family name and one or two signs that names are made of.
fn is_chinese_name(value: &str) -> bool {
    let double = DOUBLE_FAMILIES.iter().find(|family| value.starts_with(*family)).map(|family| family.len());
    let single = value.chars().next().filter(|first| FAMILIES.contains(*first)).map(char::len_utf8);
    let is_given = |from: usize| {
        let given: Vec<char> = value[from..].chars().take(3).collect();
        (1..=2).contains(&given.len()) && given.iter().all(|sign| GIVEN.contains(*sign))
    };
    double.is_some_and(is_given) || single.is_some_and(is_given)
}

/// `Anna Smith`, `Anna B. Smith`, `Smith, Anna` are likely; one name alone is loose.
fn english(value: &str) -> Fit {
    if value.len() > 60 || value.bytes().any(|letter| letter.is_ascii_digit()) {
        return Fit::No;
    }
    let words: Vec<&str> = value.split([' ', ',']).filter(|word| !word.is_empty()).take(5).collect();
    let is_capital = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|letter| letter.is_alphabetic() || ".'-".contains(letter))
    };
    if words.is_empty() || words.len() > 4 || !words.iter().all(is_capital) {
        return Fit::No;
    }
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let is_given = |at: usize| GIVEN_ENGLISH.split(' ').any(|name| name == lower[at]);
    let is_family = |at: usize| FAMILIES_ENGLISH.split(' ').any(|name| name == lower[at]);
    let last = lower.len() - 1;
    if last == 0 {
        return if is_given(0) || is_family(0) { Fit::Loose } else { Fit::No };
    }
    let is_turned = value.contains(',') && is_given(last);
    if is_given(0) || is_turned || (is_family(last) && last == 1) { Fit::Likely } else { Fit::No }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d4_names_of_persons_are_told_from_things() {
        for name in ["王伟", "李子涵", "欧阳静", "张建国"] {
            assert_eq!(fits(name), Fit::Sure, "{name}");
        }
        for name in ["Anna Smith", "Daniel K. Okafor", "Rossi, Anna"] {
            assert_eq!(fits(name), Fit::Likely, "{name}");
        }
        assert_eq!(fits("Anna"), Fit::Loose);
        assert_eq!(fits("黄瓜"), Fit::Loose);
        for name in ["保温水杯", "财务二部组", "Desk Lamp", "东方贸易股份公司", "anna", "", "Smith & Sons Ltd", "A1"]
        {
            assert_eq!(fits(name), Fit::No, "{name}");
        }
    }
}
