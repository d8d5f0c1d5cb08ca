//! Parameters, and the quantities that they multiply.

use super::rows::{object_to_twins, provenance, rows};
use super::title;
use crate::language::Word;
use crate::scenario::Parameter;
use crate::scenario::document::Node;
use crate::scenario::findings::Findings;
use crate::scenario::overlay::{Edit, Step, apply, parse_path};
use crate::scenario::quantity::{Shape, Times};
use crate::scenario::reader::Reader;
use crate::scenario::schema::{Form, PARAMETER, ROOT, Section};

/// Reads the parameters, and marks in the document what those with a value multiply.
pub(in crate::scenario) fn parameters(document: &mut Node, findings: &Findings) -> Vec<Parameter> {
    let nodes: Vec<Node> = rows(document, PARAMETER.key).to_vec();
    object_to_twins(
        PARAMETER.plural,
        &nodes.iter().collect::<Vec<_>>(),
        findings,
    );
    let mut parameters = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let row = Reader::row(node, &PARAMETER, None, findings);
        let parameter = Parameter {
            id: row.text("id"),
            title: title(&row, "title_zh", "title_en"),
            prior: row.quantity("prior"),
            value: row.quantity_or_none("value"),
            provenance: provenance(&row),
        };
        let (least, most) = parameter.prior.shape().bounds();
        let steps = matches!(parameter.prior.shape(), Shape::Choice(_));
        if steps || !(least < most && most.is_finite()) {
            let found = node.get("prior").map_or_else(String::new, Node::text);
            let expected = Word::of(
                "有上下界的连续分布：uniform、triangular、pert 或 quantiles",
                "a distribution between bounds, without steps: uniform, triangular, pert or quantiles",
            );
            row.object("S030", "prior", found, expected);
        }
        let paths = row.list("scale");
        if paths.is_empty() {
            let found = Word::of("没有路径", "no path");
            let expected = Word::of(
                "至少一条指向数字或分布的路径",
                "at least one path to a number or distribution",
            );
            row.object("S030", "scale", found, expected);
        }
        let place = node.get("scale").map_or(&node.place, |scale| &scale.place);
        // Without a value, paths are only tried, so that `check` finds what is wrong with them.
        let edit = match &parameter.value {
            None => Edit::Try,
            Some(value) => Edit::Times(Times {
                parameter: at,
                bounds: value.bounds(),
            }),
        };
        for path in &paths {
            if parse_path(path).is_some_and(|steps| !leads_to_quantity(&steps)) {
                let expected = Word::of(
                    "指向可取分布的量的路径，如 lines[*].delivery_days、supply[item=\"x\"].per_day",
                    "a path to what docs/scenario.md calls a quantity: lines[*].delivery_days, supply[item=\"x\"].per_day",
                );
                findings.add("S030", place, &row.path_of("scale"), path, expected);
                continue;
            }
            apply(document, path, &edit, place, findings);
        }
        row.known_word("confidence");
        row.find("note");
        row.close();
        parameters.push(parameter);
    }
    parameters
}

/// Whether a path leads to something that futures draw, by the form of scenario files; a path that leads nowhere is found
/// when it is followed.
fn leads_to_quantity(steps: &[Step]) -> bool {
    let mut sections: Vec<&'static Section> = vec![&ROOT];
    for step in steps {
        // Materials and products are rows of one list, and a key of one may be of another form in the other.
        let forms: Vec<Form> = (sections.iter())
            .filter_map(|section| section.field(&step.key))
            .map(|field| field.form)
            .collect();
        let quantity =
            |form: &Form| matches!(form, Form::Quantity(_) | Form::PerRow(_, Form::Quantity(_)));
        if forms.iter().any(quantity) {
            return sections[0].key != PARAMETER.key;
        }
        match forms.first() {
            None => return true,
            Some(Form::Table(section) | Form::Part(section)) => sections = vec![section],
            Some(Form::Rows(rows)) => sections = rows.to_vec(),
            Some(_) => return false,
        }
    }
    false
}
