#include "twin/whatif/design.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian::whatif {
namespace {

using nlohmann::json;
using plan::Edit;

struct BadDesign : std::runtime_error {
  using std::runtime_error::runtime_error;
};

json const& member(json const& object, char const* key, char const* remedy) {
  auto const it = object.is_object() ? object.find(key) : object.end();
  if (!object.is_object() || it == object.end())
    throw BadDesign(fmt::format("field '{}' is missing; give {}", key, remedy));
  return *it;
}

std::string text_of(json const& object, char const* key, char const* remedy) {
  auto const& value = member(object, key, remedy);
  if (!value.is_string()) throw BadDesign(fmt::format("field '{}' must be a text; give {}", key, remedy));
  return value.get<std::string>();
}

double number_of(json const& object, char const* key, double low, double high) {
  auto const& value = member(object, key, "a number");
  double const number = value.is_number() ? value.get<double>() : NAN;
  if (!(number >= low && number <= high))
    throw BadDesign(fmt::format("field '{}' must be a number within {}…{}", key, low, high));
  return number;
}

json const& list_of(json const& object, char const* key) {
  auto const& value = member(object, key, "a list");
  if (!value.is_array() || value.empty())
    throw BadDesign(fmt::format("field '{}' must be a list that is not empty", key));
  return value;
}

Design::Choice choice_of(json const& object) {
  Design::Choice out{text_of(object, "name", "a name for the table"), {}};
  auto const& edits = member(object, "edits", "a list of edits");
  if (!edits.is_array()) throw BadDesign("field 'edits' must be a list of edits");
  for (auto const& item : edits) {
    auto edit = plan::edit_from_json(item);
    if (!edit) throw BadDesign(fmt::format("choice '{}': {}", out.name, edit.error()));
    out.edits.push_back(std::move(edit).value());
  }
  return out;
}

/// A set of one field; `id` may be filled in later.
Design::Choice setting(json const& axis, std::string const& id, json const& to) {
  auto edit = plan::edit_from_json({{"do", "set"},
                                    {"layer", text_of(axis, "layer", "a layer")},
                                    {"id", id},
                                    {"field", text_of(axis, "field", "a field")},
                                    {"to", to}});
  if (!edit) throw BadDesign(edit.error());
  return {to.is_string() ? to.get<std::string>() : to.dump(), {std::move(edit).value()}};
}

void read_range(json const& object, std::string const& id, Design::Axis& axis) {
  double const low = number_of(object, "low", -1e12, 1e12), high = number_of(object, "high", low, 1e12);
  auto const steps = static_cast<int>(number_of(object, "steps", 2, 100000));
  for (int i = 0; i < steps; ++i)
    axis.choices.push_back(setting(object, id, low + (high - low) * i / (steps - 1)));
}

Design::Axis axis_of(json const& object, bool random) {
  Design::Axis axis;
  axis.name = text_of(object, "name", "a name for the table");
  if (object.contains("choices")) {
    for (auto const& item : list_of(object, "choices"))
      axis.choices.push_back(choice_of(item));
    return axis;
  }
  std::string id = "?";
  if (object.contains("zone")) {
    if (!random) throw BadDesign("field 'zone' needs the kind \"random\"; name an 'id' instead");
    axis.zone = text_of(object, "zone", "a zone");
    axis.share = number_of(object, "share", 0, 1);
  } else {
    id = text_of(object, "id", "an entity, or a 'zone' whose entities are meant");
  }
  if (object.contains("values"))
    for (auto const& value : list_of(object, "values"))
      axis.choices.push_back(setting(object, id, value));
  else
    read_range(object, id, axis);
  axis.layer = axis.choices.front().edits.front().layer;
  if (!axis.zone.empty() && !plan::find_field(axis.layer, "zone"))
    throw BadDesign("field 'zone': entities of this layer have no zone; take parcel or park");
  return axis;
}

void read_axes(json const& document, Design& out) {
  for (auto const& item : list_of(document, "axes")) {
    try {
      out.axes.push_back(axis_of(item, out.kind == Design::Kind::random));
    } catch (BadDesign const& e) {
      throw BadDesign(fmt::format("axis {}: {}", out.axes.size() + 1, e.what()));
    }
  }
}

void read_cases(json const& document, Design& out) {
  std::string const kind = text_of(document, "kind", "\"grid\", \"list\" or \"random\"");
  if (kind == "list") {
    out.kind = Design::Kind::list;
    out.axes.push_back({"case", {}, "", plan::Layer::parcel, 0});
    for (auto const& item : list_of(document, "cases"))
      out.axes[0].choices.push_back(choice_of(item));
    out.cases = out.axes[0].choices.size();
    return;
  }
  if (kind != "grid" && kind != "random") throw BadDesign("field 'kind' must be \"grid\", \"list\" or \"random\"");
  out.kind = kind == "grid" ? Design::Kind::grid : Design::Kind::random;
  read_axes(document, out);
  if (out.kind == Design::Kind::random) {
    out.cases = static_cast<std::size_t>(number_of(document, "cases", 1, kMostCases));
    out.seed = static_cast<std::uint64_t>(document.contains("seed") ? number_of(document, "seed", 0, 1e15) : 1);
    return;
  }
  out.cases = 1;
  for (auto const& axis : out.axes)
    if ((out.cases *= axis.choices.size()) > kMostCases)
      throw BadDesign(fmt::format("has more than {} cases: take fewer steps, or draw at random", kMostCases));
}

/// 0 ≤ draw < 1, of what it is for alone.
double draw(Design const& design, std::size_t number, std::string_view axis, std::string_view id, std::uint64_t what) {
  auto const hash = plan::ByteText().add(design.seed).add(std::uint64_t{number}).add(axis).add(id).add(what).hash();
  return static_cast<double>(hash.low >> 11) * 0x1p-53;
}

std::size_t drawn(Design const& design, std::size_t number, Design::Axis const& axis, std::string_view id) {
  return static_cast<std::size_t>(draw(design, number, axis.name, id, 0) * static_cast<double>(axis.choices.size()));
}

void add_zone(Design const& design, std::size_t number, Design::Axis const& axis, plan::Layout const& base,
              SweepCase& out) {
  std::size_t changed = 0;
  base.for_each(axis.layer, [&](plan::Entity const& e) {
    if (e.text("zone") != axis.zone || draw(design, number, axis.name, e.id(), 1) >= axis.share) return;
    Edit edit = axis.choices[drawn(design, number, axis, e.id())].edits.front();
    edit.id = e.id();
    out.edits.push_back(std::move(edit));
    ++changed;
  });
  out.settings.push_back(fmt::format("{}", changed));
}

} // namespace

Result<Design> parse_design(std::string_view text, std::string const& name) {
  auto const document = plan::parse_document(text, name, "dalian-design");
  if (!document) return Error{document.error()};
  Design out;
  out.hash = plan::hash_of(text);
  try {
    out.name = text_of(*document, "name", "a name");
    read_cases(*document, out);
  } catch (BadDesign const& e) {
    return Error{name + ": " + e.what()};
  }
  return out;
}

Result<Design> read_design(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Error{file.string() + ": cannot be read: mend the path or its rights"};
  return parse_design(text.str(), file.string());
}

SweepCase case_of(Design const& design, std::size_t number, plan::Layout const& base) {
  assert(number < design.cases);
  SweepCase out;
  std::size_t rest = number;
  for (auto const& axis : design.axes) {
    if (!axis.zone.empty()) {
      add_zone(design, number, axis, base, out);
      continue;
    }
    auto const& choice = axis.choices[design.kind == Design::Kind::random ? drawn(design, number, axis, "")
                                                                          : rest % axis.choices.size()];
    rest /= axis.choices.size();
    out.edits.insert(out.edits.end(), choice.edits.begin(), choice.edits.end());
    out.settings.push_back(choice.name);
  }
  return out;
}

} // namespace dalian::whatif
