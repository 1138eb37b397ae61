//! Mail: what is new in somebody's inbox, gathered into one message, in their language.
//!
//! Whoever moves the time at which somebody is due is who sends; a server that dies in between leaves that time behind, so
//! another one sends later. The identifier of a message comes of what it tells, so a second one can be told apart.

use std::time::Duration;

use catalog::UserId;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
    },
};
use secrecy::ExposeSecret as _;

use super::{
    Notify,
    error::{Error, Result},
    event::Told,
    news::{self, News},
    store::{
        event,
        inbox::{self as store, InboxRow, PersonRow},
    },
    subscription::MailPace,
    words::{self, Locale},
};
use crate::config::{Security, Smtp};

/// How long a mail server may take for one step.
const PATIENCE: Duration = Duration::from_secs(15);
/// How many people are served in one step.
const STEP: u64 = 20;
/// How many news one mail tells; it counts the rest.
const MOST_TOLD: usize = 30;
/// How many rows of an inbox are looked at for one mail.
const MOST_ROWS: u64 = 500;
/// For how long who took somebody's mail on has it, in microseconds.
const HOLD: i64 = 5 * 60 * 1_000_000;
/// The pauses before further attempts, in minutes; then it is given up.
const PAUSES: [i64; 8] = [1, 5, 30, 120, 360, 720, 1_440, 1_440];

/// What sends mail.
#[derive(Debug, Clone)]
pub(super) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Mailer {
    /// What sends through the configured server.
    pub(super) fn new(smtp: &Smtp, address: &str) -> Result<Self> {
        let wrong = |problem: &str| Error::invalid("smtp", problem);
        let tls = || {
            let mut parameters = TlsParameters::builder(smtp.host.clone());
            for pem in &smtp.authorities {
                let authority = Certificate::from_pem(pem).map_err(|_| wrong("`ca_file` holds no certificate"))?;
                parameters = parameters.add_root_certificate(authority);
            }
            parameters.build().map_err(|_| wrong("cannot be encrypted with these certificates"))
        };
        let tls = match smtp.security {
            Security::Tls => Tls::Wrapper(tls()?),
            Security::StartTls => Tls::Required(tls()?),
            Security::None => Tls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some((user, password)) = &smtp.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        let host = address.split_once("://").map_or(address, |(_, rest)| rest);
        let host = host.split([':', '/']).next().unwrap_or("localhost").to_owned();
        let from = smtp.from.parse().map_err(|_| wrong("`from` is no address; write Name <name@host>"))?;
        Ok(Self { transport: builder.build(), from, host })
    }
}

impl Notify {
    /// Whether this installation sends mail.
    #[must_use]
    pub fn has_mail(&self) -> bool {
        self.mailer().is_some()
    }

    /// Sends the mails that are due; answers how many people were served.
    pub(super) async fn send_mails(&self) -> Result<usize> {
        let Some(mailer) = self.mailer() else { return Ok(0) };
        let due = store::due(self.database().read(), self.now_micros(), STEP).await?;
        let mut served = 0;
        for person in due {
            let Some(from) = person.mail_due else { continue };
            let write = self.database().write().await?;
            let is_mine = store::take_due(&write, person.user_id, from, self.now_micros() + HOLD).await?;
            write.commit().await?;
            if is_mine {
                self.mail_to(mailer, person).await?;
                served += 1;
            }
        }
        Ok(served)
    }

    /// Sends one person what is new, and plans what comes next.
    async fn mail_to(&self, mailer: &Mailer, mut person: PersonRow) -> Result<()> {
        let rows = store::page(self.database().read(), person.user_id, true, None, MOST_ROWS).await?;
        let rows: Vec<InboxRow> =
            rows.into_iter().filter(|row| row.by_mail && row.number > person.mailed_until).collect();
        let last = rows.iter().map(|row| row.number).max();
        let outcome = match last {
            Some(last) => self.mail(mailer, &person, &rows, last).await?,
            None => Ok(()),
        };
        match outcome {
            Ok(()) => {
                person.mailed_until = last.unwrap_or(person.mailed_until);
                (person.mail_due, person.attempts, person.trouble) = (None, 0, None);
            }
            Err(trouble) => {
                tracing::warn!(user = %person.user_id, "a mail did not go: {trouble}");
                let pause = usize::try_from(person.attempts).ok().and_then(|made| PAUSES.get(made));
                person.mail_due = pause.map(|minutes| self.now_micros() + minutes * 60_000_000);
                person.attempts = if pause.is_some() { person.attempts + 1 } else { 0 };
                person.trouble = Some(trouble);
            }
        }
        let write = self.database().write().await?;
        // What they chose meanwhile counts.
        if let Some(now) = store::people(&*write, &[person.user_id]).await?.pop() {
            (person.mail, person.locale) = (now.mail, now.locale);
        }
        if MailPace::of(person.mail) == MailPace::Never {
            person.mail_due = None;
        }
        store::save_person(&write, &person).await?;
        Ok(write.commit().await?)
    }

    /// Sends one mail; the inner result says whether the server took it, and why not.
    async fn mail(
        &self,
        mailer: &Mailer,
        person: &PersonRow,
        rows: &[InboxRow],
        last: i64,
    ) -> Result<Result<(), String>> {
        let user = UserId(person.user_id);
        let account = self.access().accounts(&[user]).await?.remove(&user).filter(|account| !account.is_disabled);
        let Some(address) = account.as_ref().and_then(|account| account.email.as_deref()) else { return Ok(Ok(())) };
        let Some(viewer) = self.access().viewer_as(user).await? else { return Ok(Ok(())) };
        let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
        let told = event::numbered(self.database().read(), &numbers).await?;
        let news = news::of(self.catalog(), &viewer, told.into_iter().filter_map(Told::read).collect()).await?;
        if news.is_empty() {
            return Ok(Ok(()));
        }
        let Ok(to) = address.parse::<lettre::Address>() else {
            return Ok(Err("the account's address is none that mail can go to".into()));
        };
        let name = account.map(|account| account.display_name);
        let (subject, body) = compose(&news, Locale::of(&person.locale), self.address());
        let message = Message::builder()
            .from(mailer.from.clone())
            .to(Mailbox::new(name, to))
            .subject(subject)
            .message_id(Some(format!("<{}.{last}@{}>", person.user_id, mailer.host)))
            .header(ContentType::TEXT_PLAIN)
            .body(body);
        let Ok(message) = message else { return Ok(Err("the message could not be written".into())) };
        Ok(match mailer.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(cause) => Err(trouble(&cause)),
        })
    }
}

/// Why a server did not take a mail. What it said may hold anything, so only its code is told.
fn trouble(cause: &lettre::transport::smtp::Error) -> String {
    match cause.status() {
        Some(code) => format!("the mail server answers {code}"),
        None if cause.is_timeout() => "the mail server does not answer in time".into(),
        None if cause.is_tls() => "the connection to the mail server could not be encrypted".into(),
        None => "the mail server cannot be reached".into(),
    }
}

/// Subject and text of a mail that tells `news`.
fn compose(news: &[News], locale: Locale, address: &str) -> (String, String) {
    let messages: Vec<words::Message> = news.iter().map(|news| words::message(news, locale)).collect();
    let subject = match (messages.as_slice(), locale) {
        ([one], _) => one.title.clone(),
        (many, Locale::En) => format!("{} messages from Cadastre", many.len()),
        (many, Locale::Zh) => format!("Cadastre：{} 条通知", many.len()),
    };
    let mut text = String::new();
    for message in messages.iter().rev().take(MOST_TOLD) {
        text.push_str(&message.title);
        text.push('\n');
        for line in &message.lines {
            text.push_str(&format!("  {line}\n"));
        }
        text.push_str(&format!("  {address}{}\n\n", message.path));
    }
    if messages.len() > MOST_TOLD {
        let more = messages.len() - MOST_TOLD;
        text.push_str(&match locale {
            Locale::En => format!("and {more} more: {address}/inbox\n\n"),
            Locale::Zh => format!("另有 {more} 条：{address}/inbox\n\n"),
        });
    }
    let why = locale.pick(["-- \nWhat you get by mail: ", "-- \n邮件通知设置："]);
    text.push_str(&format!("{why}{address}/inbox/settings\n"));
    (subject, text)
}
