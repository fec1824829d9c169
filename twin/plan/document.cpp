#include "twin/plan/document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace dalian::plan {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr char kScenarioFormat[] = "dalian-scenario", kLayoutFormat[] = "dalian-layout";
constexpr std::array kKinds{"remove", "add", "set"};

FieldSpec const& field_of(Edit const& edit, std::string_view name) {
  return spec_of(edit.layer).fields[find_field(edit.layer, name).value()];
}

/// A text member of an object, or the error.
Result<std::string> text_of(json const& object, char const* key) {
  auto const it = object.find(key);
  if (it == object.end() || !it->is_string())
    return Error{fmt::format("field '{}' is missing or no text: write it in quotes", key)};
  return it->get<std::string>();
}

std::string text_or_none(json const& object, char const* key) {
  auto const it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

Status read_fields(json const& object, Edit& edit) {
  if (!object.is_object()) return Error{"field 'fields' must be an object of field names and values"};
  for (auto const& spec : spec_of(edit.layer).fields) {
    auto const it = object.find(spec.name);
    if (it == object.end()) continue;
    auto value = from_json(spec, *it);
    if (!value) return Error{value.error()};
    if (is_given(*value)) edit.fields.emplace_back(spec.name, std::move(value).value());
  }
  for (auto const& [name, value] : object.items())
    if (!find_field(edit.layer, name))
      return Error{fmt::format("layer '{}' has no field '{}': mend its name", spec_of(edit.layer).name, name)};
  return {};
}

Status read_set(json const& object, Edit& edit) {
  auto const field = text_of(object, "field");
  if (!field) return Error{field.error()};
  auto const index = find_field(edit.layer, *field);
  if (!index) return Error{fmt::format("layer '{}' has no field '{}'", spec_of(edit.layer).name, *field)};
  auto const to = object.find("to");
  if (to == object.end()) return Error{"field 'to' is missing: write the new value, or null for none"};
  auto value = from_json(spec_of(edit.layer).fields[*index], *to);
  if (!value) return Error{value.error()};
  edit.field = *field;
  edit.value = std::move(value).value();
  return {};
}

Status read_target(json const& object, Edit& edit) {
  auto const layer = text_of(object, "layer");
  if (!layer) return Error{layer.error()};
  auto const found = find_layer(*layer);
  if (!found) return Error{fmt::format("layer '{}' is not known: `twinctl whatif layers` lists them", *layer)};
  auto const id = text_of(object, "id");
  if (!id) return Error{id.error()};
  edit.layer = *found;
  edit.id = *id;
  return {};
}

Result<std::string> read_all(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{file.string() + ": cannot be read: mend the path or its rights"};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

} // namespace

Result<Edit> edit_from_json(json const& object) {
  if (!object.is_object()) return Error{"is no object"};
  Edit edit;
  auto const kind = text_of(object, "do");
  if (!kind) return Error{kind.error()};
  auto const word = std::find(kKinds.begin(), kKinds.end(), *kind);
  if (word == kKinds.end()) return Error{fmt::format("field 'do' is '{}'; it must be add, remove or set", *kind)};
  edit.kind = static_cast<Edit::Kind>(word - kKinds.begin());
  if (auto const done = read_target(object, edit); !done) return Error{done.error()};
  Status done;
  if (edit.kind == Edit::Kind::set) done = read_set(object, edit);
  if (edit.kind == Edit::Kind::add) done = read_fields(object.value("fields", json::object()), edit);
  if (!done) return Error{done.error()};
  return edit;
}

Result<json> parse_document(std::string_view text, std::string const& name, char const* format) {
  auto document = json::parse(text, nullptr, false);
  if (document.is_discarded() || !document.is_object())
    return Error{name + ": is no JSON object: it is damaged or another file"};
  if (!document.contains("format") || document["format"] != format)
    return Error{fmt::format("{}: field 'format' is not \"{}\": this is another kind of file", name, format)};
  auto const version = document.find("version");
  if (version == document.end() || !version->is_number_integer())
    return Error{fmt::format("{}: field 'version' is missing: this program writes {}", name, kScenarioVersion)};
  if (*version != kScenarioVersion)
    return Error{fmt::format("{}: field 'version' is {}, this program reads {}: use the program that wrote it", name,
                             version->dump(), kScenarioVersion)};
  return document;
}

std::string edit_line(Edit const& edit) {
  ordered_json line{
      {"do", kKinds[static_cast<std::size_t>(edit.kind)]}, {"layer", spec_of(edit.layer).name}, {"id", edit.id}};
  if (edit.kind == Edit::Kind::set) {
    line["field"] = edit.field;
    line["to"] = to_json(field_of(edit, edit.field), edit.value);
  }
  if (edit.kind == Edit::Kind::add) {
    auto& fields = line["fields"] = ordered_json::object();
    for (auto const& [name, value] : edit.fields)
      fields[name] = to_json(field_of(edit, name), value);
  }
  return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string to_text(Scenario const& scenario) {
  auto const quoted = [](std::string const& text) {
    return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  };
  std::string out = fmt::format("{{\n\"format\": \"{}\",\n\"version\": {},\n\"name\": {},\n\"note\": {},\n",
                                kScenarioFormat, kScenarioVersion, quoted(scenario.name), quoted(scenario.note));
  if (!scenario.from.empty()) out += fmt::format("\"from\": {},\n", quoted(scenario.from));
  out += fmt::format("\"base\": \"{}\",\n", to_text(scenario.base));
  out += "\"edits\": [";
  for (std::size_t i = 0; i < scenario.edits.size(); ++i)
    out += (i == 0 ? "\n" : ",\n") + edit_line(scenario.edits[i]);
  return out + "\n]\n}\n";
}

Result<Scenario> parse_scenario(std::string_view text, std::string const& name) {
  auto const document = parse_document(text, name, kScenarioFormat);
  if (!document) return Error{document.error()};
  Scenario scenario;
  scenario.name = text_or_none(*document, "name");
  scenario.note = text_or_none(*document, "note");
  scenario.from = text_or_none(*document, "from");
  auto const base = text_of(*document, "base");
  auto const hash = base ? parse_hash(*base) : std::nullopt;
  if (!hash) return Error{name + ": field 'base' must be the 32 hexadecimal digits of the layout's hash"};
  scenario.base = *hash;
  auto const edits = document->find("edits");
  if (edits == document->end() || !edits->is_array()) return Error{name + ": field 'edits' must be a list"};
  for (auto const& item : *edits) {
    auto edit = edit_from_json(item);
    if (!edit) return Error{fmt::format("{}: edit {}: {}", name, scenario.edits.size() + 1, edit.error())};
    scenario.edits.push_back(std::move(edit).value());
  }
  return scenario;
}

Result<Scenario> read_scenario(std::filesystem::path const& file) {
  auto const text = read_all(file);
  if (!text) return Error{text.error()};
  return parse_scenario(*text, file.string());
}

Status write_text(std::string_view text, std::filesystem::path const& file) {
  namespace fs = std::filesystem;
  auto const written = [&](fs::path const& to) {
    std::ofstream out(to, std::ios::binary);
    out << text;
    out.close();
    return static_cast<bool>(out);
  };
  std::error_code failed;
  auto const kind = fs::symlink_status(file, failed).type();
  fs::path const beside = file.string() + ".part";
  if ((kind == fs::file_type::regular || kind == fs::file_type::not_found) && written(beside)) {
    fs::rename(beside, file, failed);
    if (!failed) return {};
  }
  fs::remove(beside, failed);
  if (!written(file)) return Error{file.string() + ": cannot be written: mend the path or make room"};
  return {};
}

Status write_scenario(Scenario const& scenario, std::filesystem::path const& file) {
  return write_text(to_text(scenario), file);
}

Result<Layout> add_layers(Layout const& base, std::string_view text, std::string const& name) {
  auto const document = parse_document(text, name, kLayoutFormat);
  if (!document) return Error{document.error()};
  auto const entities = document->find("entities");
  if (entities == document->end() || !entities->is_array()) return Error{name + ": field 'entities' must be a list"};
  Layout layout = base;
  std::size_t number = 0;
  for (auto const& item : *entities) {
    Edit edit{Edit::Kind::add, Layer::zone, {}, {}, {}, {}};
    ++number;
    Status done = item.is_object() ? read_target(item, edit) : Status(Error{"is no object"});
    if (done) done = read_fields(item.value("fields", json::object()), edit);
    if (!done) return Error{fmt::format("{}: entity {}: {}", name, number, done.error())};
    auto next = apply(layout, edit);
    if (!next) return Error{fmt::format("{}: entity {}: {}", name, number, next.error())};
    layout = std::move(next).value();
  }
  return layout;
}

} // namespace dalian::plan
