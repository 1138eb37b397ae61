//! Messages for people in a chat, each as its maker documents it. What people wrote goes in as text: nothing in it can
//! become a link, a mention or a format.

use serde_json::{Value, json};

use super::{Sender, Shape, Target};
use crate::notify::{
    sign,
    words::{Locale, Message},
};

/// The most bytes of WeCom's text.
const MOST_WECOM: usize = 4_000;

/// The body of a message.
pub(super) fn body(target: &Target, message: &Message, sender: &Sender) -> Value {
    let link = format!("{}{}", sender.address, message.path);
    let open = target.locale.pick(["Open", "查看详情"]);
    match target.shape {
        Shape::Feishu => feishu(target, message, sender, (&link, open)),
        Shape::DingTalk => {
            let text = markdown(message, &link, open, "  \n");
            json!({ "msgtype": "markdown", "markdown": { "title": plain(&message.title), "text": text } })
        }
        Shape::WeCom => {
            let mut text = markdown(message, &link, open, "\n");
            text.truncate(text.floor_char_boundary(MOST_WECOM));
            json!({ "msgtype": "markdown", "markdown": { "content": text } })
        }
        Shape::Slack => slack(message, &link, open),
        Shape::Teams => teams(message, &link, open),
        Shape::CloudEvents => Value::Null,
    }
}

fn feishu(target: &Target, message: &Message, sender: &Sender, (link, open): (&str, &str)) -> Value {
    let mut content: Vec<Value> = message.lines.iter().map(|line| json!([{ "tag": "text", "text": line }])).collect();
    content.push(json!([{ "tag": "a", "text": open, "href": link }]));
    let language = match target.locale {
        Locale::En => "en_us",
        Locale::Zh => "zh_cn",
    };
    let post = json!({ language: { "title": message.title, "content": content } });
    let mut body = json!({ "msg_type": "post", "content": { "post": post } });
    if let Some(secret) = target.secrets.first() {
        let at = sender.now.timestamp();
        body["timestamp"] = at.to_string().into();
        body["sign"] = sign::feishu(secret, at).into();
    }
    body
}

/// Title and lines as the small Markdown of DingTalk and WeCom.
fn markdown(message: &Message, link: &str, open: &str, end: &str) -> String {
    let mut text = format!("### {}{end}", plain(&message.title));
    for line in &message.lines {
        text.push_str(&plain(line));
        text.push_str(end);
    }
    text.push_str(&format!("[{open}]({link})"));
    text
}

/// A text in which no sign means anything: their Markdown knows no escapes, so signs become those that look alike.
fn plain(text: &str) -> String {
    let alike = |found: char| match found {
        '<' => '＜',
        '>' => '＞',
        '[' => '［',
        ']' => '］',
        '*' => '＊',
        '`' => '｀',
        '@' => '＠',
        '#' => '＃',
        '!' => '！',
        other => other,
    };
    text.chars().map(alike).collect()
}

fn slack(message: &Message, link: &str, open: &str) -> Value {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text_of = |text: &str| json!({ "type": "plain_text", "text": text, "emoji": false });
    let title: String = message.title.chars().take(150).collect();
    json!({
        "text": escaped(&message.title),
        "blocks": [
            { "type": "header", "text": text_of(&title) },
            { "type": "section", "text": text_of(&message.lines.join("\n").chars().take(3_000).collect::<String>()) },
            { "type": "actions", "elements": [{ "type": "button", "text": text_of(open), "url": link }] },
        ],
    })
}

fn teams(message: &Message, link: &str, open: &str) -> Value {
    // Runs of a rich text block are text as it is; a text block would read Markdown.
    let run = |text: &str, weight: &str| json!({ "type": "RichTextBlock", "inlines": [{ "type": "TextRun", "text": text, "weight": weight }] });
    let mut body = vec![run(&message.title, "Bolder")];
    body.extend(message.lines.iter().map(|line| run(line, "Default")));
    let card = json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
        "actions": [{ "type": "Action.OpenUrl", "title": open, "url": link }],
    });
    let kind = "application/vnd.microsoft.card.adaptive";
    json!({ "type": "message", "attachments": [{ "contentType": kind, "contentUrl": null, "content": card }] })
}
