#pragma once
// The data bank of key cooperation projects (the plan, 三（三）): assets/city/projects.toml. What ships is illustrative
// and says so. Counted here by zone or industry and status, for a chart.
#include "renderer/app/story.hpp"

namespace dalian::viewer {

enum class ProjectStatus : std::uint8_t { proposed, agreed, building, running };
inline constexpr std::array kProjectStatuses{ProjectStatus::proposed, ProjectStatus::agreed, ProjectStatus::building,
                                             ProjectStatus::running};
std::string_view name_of(ProjectStatus status);

struct Project {
  std::string id, zone, industry;
  Words names;
  ProjectStatus status = ProjectStatus::proposed;
};

struct ProjectBank {
  Words note;                                                   // what kind of data it is
  std::vector<std::pair<std::string, Words>> zones, industries; // in the order of the file
  std::vector<Project> projects;
};

/// The error names file, project and field.
Result<ProjectBank> read_projects(std::filesystem::path const& file);

/// Rows in the file's order, each with a count for every status.
struct ProjectRow {
  Words name;
  std::array<int, kProjectStatuses.size()> count{};
};
std::vector<ProjectRow> count_projects(ProjectBank const& bank, ChartOf by);

} // namespace dalian::viewer
