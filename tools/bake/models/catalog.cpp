#include "tools/bake/models/catalog.hpp"

#include "tools/bake/models/fields.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace dalian::bake {
namespace {

ModelEntry read_entry(toml::table const& table, std::string const& where) {
  Parameters const none;
  Fields fields(table, none, where);
  ModelEntry entry;
  entry.name = fields.text("name");
  entry.source = fields.text("of", entry.name);
  entry.size = fields.vector("size");
  entry.simplify = static_cast<float>(fields.number("simplify", 1.0));
  fields.accept("foot"); // where it stands: the city baker reads it
  if (toml::table const* with = fields.table("with")) {
    Fields values(*with, none, where + ": with");
    for (auto const& [key, node] : *with)
      entry.parameters[std::string(key.str())] = values.number(key.str());
  }
  fields.finish();
  return entry;
}

template <class F>
void each(toml::table const& root, std::string_view key, std::string const& where, F const& read) {
  toml::array const* list = root[key].as_array();
  if (!list) throw SourceError(fmt::format("{}: has no [[{}]]", where, key));
  for (std::size_t i = 0; i < list->size(); ++i) {
    toml::table const* table = (*list)[i].as_table();
    if (!table) throw SourceError(fmt::format("{}: '{}' must be tables", where, key));
    read(*table, fmt::format("{}: {} {}", where, key, i + 1));
  }
}

} // namespace

Catalog Catalog::read(std::filesystem::path const& file) {
  Catalog catalog;
  try {
    toml::table const root = toml::parse_file(file.string());
    std::string const where = file.filename().string();
    each(root, "model", where,
         [&](toml::table const& table, std::string const& at) { catalog.models.push_back(read_entry(table, at)); });
    each(root, "group", where, [&](toml::table const& table, std::string const& at) {
      Parameters const none;
      Fields fields(table, none, at);
      ModelGroup group{fields.text("name"), fields.texts("variants")};
      for (std::string const& variant : group.variants) {
        if (std::ranges::find(catalog.models, variant, &ModelEntry::name) == catalog.models.end()) {
          fields.fail("variants", fmt::format("names '{}', which is no model", variant));
        }
      }
      fields.finish();
      catalog.groups.push_back(std::move(group));
    });
  } catch (toml::parse_error const& e) {
    throw SourceError(fmt::format("{}: {} (line {})", file.string(), e.description(), e.source().begin.line));
  }
  return catalog;
}

} // namespace dalian::bake
