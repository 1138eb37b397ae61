//! Custom properties: their definitions. Values are part of `editAsset` and of `asset { governance { properties } }`.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use catalog::{
    Action, AssetKind,
    property::{Property, PropertyType},
};

use crate::graphql::{app, viewer};

/// A custom property.
#[derive(SimpleObject)]
pub struct CustomProperty {
    /// What programs call it, such as `costCenter`; questions ask for it by this name, `costCenter:4711`.
    name: String,
    /// What people call it in English.
    title_en: String,
    /// What people call it in Chinese.
    title_zh: String,
    /// What it is for, in Markdown.
    description: String,
    /// The kinds of assets that may have it.
    kinds: Vec<AssetKind>,
    /// Which values it takes.
    property_type: PropertyType,
    /// The choices, in order.
    choices: Vec<String>,
    /// What a text has to match as a whole: a regular expression.
    pattern: Option<String>,
    /// Whether an asset without it is worth a hint.
    is_required: bool,
}

impl From<Property> for CustomProperty {
    fn from(property: Property) -> Self {
        Self {
            title_en: property.english().to_owned(),
            title_zh: property.chinese().to_owned(),
            name: property.name,
            description: property.description,
            kinds: property.kinds.into_iter().collect(),
            property_type: property.property_type,
            choices: property.choices,
            pattern: property.pattern,
            is_required: property.is_required,
        }
    }
}

/// A custom property as it shall be.
#[derive(InputObject)]
pub struct CustomPropertyInput {
    /// What programs call it: 1 to 64 letters and digits, a small letter first.
    name: String,
    /// What people call it in English.
    #[graphql(default)]
    title_en: String,
    /// What people call it in Chinese.
    #[graphql(default)]
    title_zh: String,
    /// What it is for, in Markdown.
    #[graphql(default)]
    description: String,
    /// The kinds of assets that may have it.
    kinds: Vec<AssetKind>,
    /// Which values it takes; assets that have it keep it as it is.
    property_type: PropertyType,
    /// The choices, in order.
    #[graphql(default)]
    choices: Vec<String>,
    /// What a text has to match as a whole: a regular expression.
    pattern: Option<String>,
    /// Whether an asset without it is worth a hint.
    #[graphql(default)]
    is_required: bool,
}

impl From<CustomPropertyInput> for Property {
    fn from(input: CustomPropertyInput) -> Self {
        Self {
            name: input.name,
            title_en: input.title_en,
            title_zh: input.title_zh,
            description: input.description,
            kinds: input.kinds.into_iter().collect(),
            property_type: input.property_type,
            choices: input.choices,
            pattern: input.pattern,
            is_required: input.is_required,
        }
    }
}

/// Questions about custom properties.
#[derive(Default)]
pub struct PropertyQuery;

#[Object]
impl PropertyQuery {
    /// Every custom property, by name; there are at most 200.
    async fn custom_properties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what assets of this kind may have.")] kind: Option<AssetKind>,
    ) -> Result<Vec<CustomProperty>> {
        let all = app(ctx).catalog().properties(viewer(ctx)).await?;
        let fits = |property: &Property| kind.is_none_or(|kind| property.kinds.contains(&kind));
        Ok(all.into_iter().filter(fits).map(CustomProperty::from).collect())
    }
}

/// What is changed about custom properties.
#[derive(Default)]
pub struct PropertyMutation;

#[Object]
impl PropertyMutation {
    /// Makes a custom property, or changes the one of this name.
    async fn save_property(&self, ctx: &Context<'_>, input: CustomPropertyInput) -> Result<CustomProperty> {
        viewer(ctx).must(Action::ManageGovernance)?;
        if search::is_field(&input.name) {
            let problem = "is a word of the query language already; take another one";
            Err(catalog::Error::invalid("name", problem))?;
        }
        Ok(app(ctx).catalog().save_property(viewer(ctx), input.into()).await?.into())
    }

    /// Deletes a custom property; gives how many assets had it. One that assets have is deleted only with `force`, which
    /// takes it from them.
    async fn delete_property(&self, ctx: &Context<'_>, name: String, #[graphql(default)] force: bool) -> Result<i32> {
        let count = app(ctx).catalog().delete_property(viewer(ctx), &name, force).await?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}
