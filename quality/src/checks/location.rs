//! `location`: the place that a column names is where longitude and latitude say, within a radius. Places are given in the
//! settings. Rows that lack one of the three, or name another place, do not count; none is no data.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    check::{Check, Level},
    error::{Error, Result},
    judge::Judge,
    outcome::Dimension,
    plan::{Asking, Total, Wrong},
    settings::TEXTS,
    words::Words,
};

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The column with the longitude, in degrees.
    #[schemars(
        title = "Longitude",
        extend("x-order" = 1, "x-title-zh" = "经度列", "x-description-zh" = "经度所在列（度）。")
    )]
    longitude: String,
    /// The column with the latitude, in degrees.
    #[schemars(
        title = "Latitude",
        extend("x-order" = 2, "x-title-zh" = "纬度列", "x-description-zh" = "纬度所在列（度）。")
    )]
    latitude: String,
    /// The greatest distance that is right, in kilometres, up to 100.
    #[schemars(
        title = "Radius",
        extend("x-order" = 3, "x-title-zh" = "半径", "x-description-zh" = "允许的最大距离（公里），不超过 100。")
    )]
    radius: f64,
    /// The places, each as `[name, longitude, latitude]`.
    #[schemars(
        title = "Places",
        extend("x-order" = 4, "x-title-zh" = "地点", "x-description-zh" = "地点列表，每项为 `[名称, 经度, 纬度]`。")
    )]
    places: Vec<(String, f64, f64)>,
}

pub(super) static CHECK: Check<Settings> = Check {
    name: "location",
    level: Level::Column,
    dimension: Dimension::Accuracy,
    title: ["Rows are where their place is", "位置符合"],
    description: [
        "Counts rows that are farther from the place they name than the radius, out of rows with a place of the list, a longitude and a latitude. The distance is measured on a plane around the place, right to 1 % up to 100 km. Other rows do not count; none is no data.",
        "统计与所称地点距离超过半径的行，占地点在列表中且有经纬度的行数。距离按地点附近的平面计算，100 公里内误差不超过 1%。其他行不计入；没有时记为无数据。",
    ],
    fits: TEXTS,
    aliases: &["columnValuesToBeAtExpectedLocation"],
    examples: &[
        "{\"longitude\": \"lon\", \"latitude\": \"lat\", \"radius\": 20, \"places\": [[\"Paris\", 2.35, 48.86]]}",
    ],
    ask,
};

/// The length of a degree of latitude, in kilometres.
const DEGREE: f64 = 111.2;

fn ask(settings: Settings, asking: &mut Asking<'_>) -> Result<Judge> {
    let is_right = |(_, longitude, latitude): &(String, f64, f64)| longitude.abs() <= 180.0 && latitude.abs() <= 85.0;
    if settings.places.is_empty() || settings.places.len() > 500 || !settings.places.iter().all(is_right) {
        return Err(Error::invalid(
            "settings.places",
            "are 1 to 500, with longitudes up to 180 and latitudes up to 85",
        ));
    }
    if !(settings.radius > 0.0 && settings.radius <= 100.0) {
        return Err(Error::invalid("settings.radius", "is a number of kilometres above 0 and up to 100"));
    }
    let (name, dialect) = (asking.name()?, asking.dialect);
    let (longitude, _) = asking.other("settings.longitude", &settings.longitude)?;
    let (latitude, _) = asking.other("settings.latitude", &settings.latitude)?;
    let (x, y) = (dialect.as_float(&longitude), dialect.as_float(&latitude));
    let (mut squares, mut names) = (String::new(), Vec::new());
    for (place, at_x, at_y) in &settings.places {
        let place = dialect.literal("settings.places", &serde_json::Value::from(place.as_str()))?;
        let (wide, high) = (DEGREE * at_y.to_radians().cos(), DEGREE);
        // Around the globe the other way, when that is shorter.
        let away = format!("({x} - {at_x:?})");
        let away =
            format!("CASE WHEN {away} > 180 THEN {away} - 360 WHEN {away} < -180 THEN {away} + 360 ELSE {away} END");
        let (across, along) = (format!("(({away}) * {wide:?})"), format!("(({y} - {at_y:?}) * {high:?})"));
        squares.push_str(&format!(" WHEN {name} = {place} THEN {across} * {across} + {along} * {along}"));
        names.push(place);
    }
    let counted = format!("{name} IN ({}) AND {longitude} IS NOT NULL AND {latitude} IS NOT NULL", names.join(", "));
    let predicate = format!("CASE{squares} END > {:?}", settings.radius * settings.radius);
    let says = Words::new("rows are too far from their place", "行与所称地点相距过远");
    Ok(asking.judge_wrong(Wrong { predicate, total: Total::Where(counted), says }))
}
