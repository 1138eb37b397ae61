//! From events to inboxes: every event is looked at once, in order; who hears of it and may know of it finds it there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use catalog::{UserId, Write};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{
    Notify,
    audience::Audience,
    error::Result,
    event::Told,
    news,
    store::{
        event,
        inbox::{self, InboxRow, PersonRow},
    },
    subscription::MailPace,
    words::Locale,
};

/// The counter of what was looked at.
const ROUTED: &str = "routed";
/// How many events are looked at in one step.
const STEP: u64 = 200;
/// How long a mail waits for more to tell.
const GATHER: Duration = Duration::seconds(60);
/// The hour of the day, in UTC, at which daily mails go.
const DAILY_HOUR: u32 = 6;

impl Notify {
    /// Puts events into inboxes; answers whether there were any.
    pub(super) async fn route(&self) -> Result<bool> {
        let mut has_any = false;
        loop {
            let routed = event::counter(self.database().read(), ROUTED).await?;
            let rows = event::after(self.database().read(), routed, STEP).await?;
            let Some(reached) = rows.last().map(|row| row.number) else { return Ok(has_any) };
            let told: Vec<Told> = rows.into_iter().filter_map(Told::read).collect();
            let rows = self.inbox_rows(&told).await?;
            let write = self.database().write().await?;
            // Another server may have been here.
            if event::counter(&*write, ROUTED).await? == routed {
                inbox::insert(&write, &rows).await?;
                self.plan_mails(&write, &rows).await?;
                event::set_counter(&write, ROUTED, reached).await?;
                write.commit().await?;
            }
            has_any = true;
        }
    }

    /// The rows of those who hear of events, and may.
    async fn inbox_rows(&self, told: &[Told]) -> Result<Vec<InboxRow>> {
        let audience = self.audience(told).await?;
        let users: BTreeSet<UserId> = audience.values().flat_map(|hearers| hearers.keys().copied()).collect();
        let accounts = self.access().accounts(&users.iter().copied().collect::<Vec<_>>()).await?;
        let mut rows = Vec::new();
        for user in users {
            let Some(account) = accounts.get(&user).filter(|account| !account.is_disabled) else { continue };
            // Nobody needs to be told what they did themselves.
            let is_own = |told: &Told| {
                let actor = &told.event.actor;
                *actor == account.name
                    || actor
                        .strip_prefix("token:")
                        .and_then(|rest| rest.split_once('/'))
                        .is_some_and(|(name, _)| name == account.name)
            };
            let theirs: Vec<&Told> = told
                .iter()
                .filter(|told| audience.get(&told.number).is_some_and(|hearers| hearers.contains_key(&user)))
                .filter(|told| !is_own(told))
                .collect();
            rows.extend(self.rows_of(user, &theirs, &audience).await?);
        }
        Ok(rows)
    }

    async fn rows_of(&self, user: UserId, theirs: &[&Told], audience: &Audience) -> Result<Vec<InboxRow>> {
        if theirs.is_empty() {
            return Ok(Vec::new());
        }
        let Some(viewer) = self.access().viewer_as(user).await? else { return Ok(Vec::new()) };
        let heard: HashSet<i64> = news::heard(self.catalog(), &viewer, theirs).await?;
        let row = |told: &&Told| {
            let hearer = audience.get(&told.number)?.get(&user)?;
            Some(InboxRow {
                user_id: user.0,
                number: told.number,
                asset: told.event.asset.map(|asset| asset.0),
                reason: hearer.reason.code().to_owned(),
                by_mail: hearer.by_mail,
                read_at: None,
            })
        };
        Ok(theirs.iter().filter(|told| heard.contains(&told.number)).filter_map(row).collect())
    }

    /// Plans mails to those who have something new and want mail.
    async fn plan_mails(&self, write: &Write, rows: &[InboxRow]) -> Result<()> {
        if !self.has_mail() {
            return Ok(());
        }
        let mut firsts: BTreeMap<Uuid, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.by_mail) {
            let first = firsts.entry(row.user_id).or_insert(row.number);
            *first = (*first).min(row.number);
        }
        let known = inbox::people(&**write, &firsts.keys().copied().collect::<Vec<_>>()).await?;
        let known: HashMap<Uuid, PersonRow> = known.into_iter().map(|row| (row.user_id, row)).collect();
        for (user, first) in firsts {
            let mut person = known.get(&user).cloned().unwrap_or_else(|| newcomer(user, first - 1));
            let Some(due) = due(MailPace::of(person.mail), self.clock().now()) else { continue };
            if person.mail_due.is_none() {
                person.mail_due = Some(due.timestamp_micros());
                inbox::save_person(write, &person).await?;
            }
        }
        Ok(())
    }
}

/// Somebody who has chosen nothing yet.
pub(super) fn newcomer(user: Uuid, mailed_until: i64) -> PersonRow {
    PersonRow {
        user_id: user,
        locale: Locale::En.code().to_owned(),
        mail: MailPace::AsItHappens.number(),
        mailed_until,
        mail_due: None,
        attempts: 0,
        trouble: None,
    }
}

/// When the next mail goes to somebody who has something new at `now`; never to who wants none.
fn due(pace: MailPace, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match pace {
        MailPace::Never => None,
        MailPace::AsItHappens => Some(now + GATHER),
        MailPace::Daily => {
            let today = now.date_naive().and_hms_opt(DAILY_HOUR, 0, 0)?.and_utc();
            Some(if today > now { today } else { today + Duration::days(1) })
        }
    }
}
