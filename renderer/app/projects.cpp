#include "renderer/app/projects.hpp"

#include "renderer/app/toml_file.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::viewer {
namespace {

constexpr std::size_t kMostProjects = 1000;

using Wrong = WrongFile;

Words words_of(toml::table const& table, std::string_view field, std::string const& where) {
  auto const text = [&](char const* language) { return table[field][language].value_or(std::string()); };
  Words const out{text("zh"), text("ja"), text("en")};
  if (out.zh.empty() || out.ja.empty() || out.en.empty())
    throw Wrong(fmt::format("{}: '{}' needs zh, ja and en", where, field));
  return out;
}

std::vector<std::pair<std::string, Words>> list_of(toml::table const& root, char const* name, std::string const& file) {
  std::vector<std::pair<std::string, Words>> out;
  auto const* rows = root[name].as_array();
  if (!rows || rows->empty()) throw Wrong(fmt::format("{}: has no [[{}]]", file, name));
  for (auto const& node : *rows) {
    auto const where = fmt::format("{}: {} {}", file, name, out.size() + 1);
    if (!node.is_table()) throw Wrong(where + ": must be a table");
    auto const id = (*node.as_table())["id"].value_or(std::string());
    if (id.empty()) throw Wrong(where + ": 'id' is missing");
    out.emplace_back(id, words_of(*node.as_table(), "name", where));
  }
  return out;
}

bool holds(std::vector<std::pair<std::string, Words>> const& list, std::string const& id) {
  return std::ranges::any_of(list, [&](auto const& row) { return row.first == id; });
}

Project project_of(toml::table const& table, ProjectBank const& bank, std::string const& where) {
  Project project;
  project.id = table["id"].value_or(std::string());
  project.zone = table["zone"].value_or(std::string());
  project.industry = table["industry"].value_or(std::string());
  project.names = words_of(table, "name", where);
  if (project.id.empty()) throw Wrong(where + ": 'id' is missing");
  if (!holds(bank.zones, project.zone)) throw Wrong(fmt::format("{}: 'zone' is none of [[zone]]", where));
  if (!holds(bank.industries, project.industry))
    throw Wrong(fmt::format("{}: 'industry' is none of [[industry]]", where));
  auto const status = table["status"].value_or(std::string());
  auto const it = std::ranges::find_if(kProjectStatuses, [&](auto s) { return name_of(s) == status; });
  if (it == kProjectStatuses.end()) throw Wrong(where + ": 'status' is one of proposed, agreed, building, running");
  project.status = *it;
  return project;
}

ProjectBank bank_of(toml::table const& root, std::string const& file) {
  ProjectBank bank;
  bank.note = words_of(root, "note", file);
  bank.zones = list_of(root, "zone", file);
  bank.industries = list_of(root, "industry", file);
  auto const* rows = root["project"].as_array();
  if (!rows || rows->empty() || rows->size() > kMostProjects)
    throw Wrong(fmt::format("{}: 1 to {} [[project]]", file, kMostProjects));
  for (auto const& node : *rows) {
    auto const where = fmt::format("{}: project {}", file, bank.projects.size() + 1);
    if (!node.is_table()) throw Wrong(where + ": must be a table");
    bank.projects.push_back(project_of(*node.as_table(), bank, where));
  }
  return bank;
}

} // namespace

std::string_view name_of(ProjectStatus status) {
  constexpr std::array<std::string_view, 4> kNames{"proposed", "agreed", "building", "running"};
  return kNames[static_cast<std::size_t>(status)];
}

Result<ProjectBank> read_projects(std::filesystem::path const& file) {
  return read_toml(file, bank_of);
}

std::vector<ProjectRow> count_projects(ProjectBank const& bank, ChartOf by) {
  bool const zones = by == ChartOf::projects_by_zone;
  std::vector<ProjectRow> rows;
  for (auto const& [id, name] : zones ? bank.zones : bank.industries) {
    ProjectRow row{name, {}};
    for (Project const& project : bank.projects)
      if ((zones ? project.zone : project.industry) == id) ++row.count[static_cast<std::size_t>(project.status)];
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace dalian::viewer
