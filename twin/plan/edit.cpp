#include "twin/plan/edit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dalian::plan {
namespace {

Error wrong(Edit const& edit, std::string_view what) {
  return Error{fmt::format("{} '{}': {}", spec_of(edit.layer).name, edit.id, what)};
}

Status put(Layer layer, Row& row, std::string_view field, Value const& value) {
  auto const index = find_field(layer, field);
  if (!index) return Error{fmt::format("has no field '{}': mend its name", field)};
  auto kept = checked(spec_of(layer).fields[*index], value);
  if (!kept) return Error{kept.error()};
  row.values[*index] = std::move(kept).value();
  return {};
}

Result<Layout> add(Layout const& layout, Edit const& edit) {
  if (edit.id.empty() || edit.id.size() > 200) return wrong(edit, "an id has 1 to 200 bytes");
  if (layout.find(edit.layer, edit.id)) return wrong(edit, "is there already: choose another id, or set its fields");
  Row row{edit.id, std::vector<Value>(spec_of(edit.layer).fields.size())};
  for (auto const& [field, value] : edit.fields)
    if (auto const done = put(edit.layer, row, field, value); !done) return wrong(edit, done.error());
  return layout.with(edit.layer, std::move(row));
}

Edit added(Layer layer, Row const& row) {
  Edit edit{Edit::Kind::add, layer, row.id, {}, {}, {}};
  auto const fields = spec_of(layer).fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (is_given(row.values[i])) edit.fields.emplace_back(fields[i].name, row.values[i]);
  return edit;
}

void add_sets(Layer layer, Row const& from, Row const& to, Edits& out) {
  auto const fields = spec_of(layer).fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (from.values[i] != to.values[i])
      out.push_back({Edit::Kind::set, layer, to.id, std::string(fields[i].name), to.values[i], {}});
}

std::vector<RowPtr> rows_of(Table const& table) {
  std::vector<RowPtr> rows;
  rows.reserve(table.size());
  table.for_each([&](RowPtr const& row) { rows.push_back(row); });
  return rows;
}

void add_difference(Layer layer, Table const& from, Table const& to, Edits& out) {
  auto const a = rows_of(from), b = rows_of(to);
  for (std::size_t i = 0, k = 0; i < a.size() || k < b.size();) {
    if (k == b.size() || (i < a.size() && a[i]->id < b[k]->id)) {
      out.push_back({Edit::Kind::remove, layer, a[i++]->id, {}, {}, {}});
    } else if (i == a.size() || b[k]->id < a[i]->id) {
      out.push_back(added(layer, *b[k++]));
    } else {
      if (a[i] != b[k]) add_sets(layer, *a[i], *b[k], out);
      ++i, ++k;
    }
  }
}

} // namespace

std::string to_text(Finding const& finding) {
  constexpr std::array kWords{"error", "warning", "note"};
  std::string text = kWords[static_cast<std::size_t>(finding.severity)];
  text += ": ";
  if (!finding.layer.empty()) text += fmt::format("{} '{}'", finding.layer, finding.id);
  if (!finding.field.empty()) text += fmt::format(", field '{}'", finding.field);
  return text + (finding.layer.empty() ? "" : ": ") + finding.message;
}

Result<Layout> apply(Layout const& layout, Edit const& edit) {
  if (edit.kind == Edit::Kind::add) return add(layout, edit);
  auto const entity = layout.find(edit.layer, edit.id);
  if (!entity) return wrong(edit, "is not there: it was removed or never was; mend the id or leave the edit out");
  if (edit.kind == Edit::Kind::remove) return layout.without(edit.layer, edit.id);
  Row row = entity->row();
  if (auto const done = put(edit.layer, row, edit.field, edit.value); !done) return wrong(edit, done.error());
  return layout.with(edit.layer, std::move(row));
}

Edit inverse(Layout const& before, Edit const& edit) {
  if (edit.kind == Edit::Kind::add) return {Edit::Kind::remove, edit.layer, edit.id, {}, {}, {}};
  Entity const entity = before.find(edit.layer, edit.id).value();
  if (edit.kind == Edit::Kind::remove) return added(edit.layer, entity.row());
  return {Edit::Kind::set, edit.layer, edit.id, edit.field, entity.value(edit.field), {}};
}

Edits difference(Layout const& from, Layout const& to) {
  Edits out;
  for (auto const& spec : schema())
    if (!from.same_table(to, spec.layer)) add_difference(spec.layer, from.table(spec.layer), to.table(spec.layer), out);
  return out;
}

Applied apply_all(Layout const& base, Edits const& edits) {
  Applied out{base, {}};
  for (Edit const& edit : edits) {
    auto next = apply(out.layout, edit);
    if (next) {
      out.layout = std::move(next).value();
      continue;
    }
    auto const prefix = fmt::format("{} '{}': ", spec_of(edit.layer).name, edit.id);
    out.findings.push_back({Severity::error, std::string(spec_of(edit.layer).name), edit.id, edit.field,
                            "the edit is left out: " + next.error().substr(prefix.size())});
  }
  return out;
}

} // namespace dalian::plan
