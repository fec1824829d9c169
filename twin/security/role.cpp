#include "twin/security/role.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <pwd.h>
#include <unistd.h>

namespace dalian::security {
namespace {

struct Right {
  Action action;
  std::string_view name;
  bool connector, viewer, planner, operator_, admin;
};

// clang-format off
constexpr Right kRights[] = {
    // action                  name                 connector viewer planner operator admin
    {Action::ingest,           "ingest",            true,     false, false,  false,   false},
    {Action::view,             "view",              false,    true,  true,   true,    true},
    {Action::seek,             "seek",              false,    true,  true,   true,    true},
    {Action::edit_scenario,    "edit scenarios",    false,    false, true,   true,    true},
    {Action::handle_alarm,     "handle alarms",     false,    false, false,  true,    true},
    {Action::lock_incident,    "lock incidents",    false,    false, false,  true,    true},
    {Action::manage_retention, "manage retention",  false,    false, false,  false,   true},
    {Action::manage_keys,      "manage keys",       false,    false, false,  false,   true},
};
// clang-format on
static_assert(std::size(kRights) == kActions.size());

constexpr std::string_view kRoleNames[] = {"connector", "viewer", "planner", "operator", "admin"};
static_assert(std::size(kRoleNames) == kRoles.size());

Right const& right(Action action) {
  auto const& entry = kRights[static_cast<std::size_t>(action)];
  assert(entry.action == action);
  return entry;
}

} // namespace

bool may(Role role, Action action) {
  auto const& entry = right(action);
  switch (role) {
  case Role::connector:
    return entry.connector;
  case Role::viewer:
    return entry.viewer;
  case Role::planner:
    return entry.planner;
  case Role::operator_:
    return entry.operator_;
  case Role::admin:
    return entry.admin;
  }
  return false;
}

Identity local_identity() {
  return local_identity(::geteuid());
}

Identity local_identity(std::uint32_t id) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> text{};
  bool const known = ::getpwuid_r(id, &entry, text.data(), text.size(), &found) == 0 && found;
  return {"local:" + (known ? std::string(found->pw_name) : std::to_string(id)), Role::admin, "", true};
}

std::string_view to_string(Role role) {
  return kRoleNames[static_cast<std::size_t>(role)];
}

std::string_view to_string(Action action) {
  return right(action).name;
}

std::optional<Role> parse_role(std::string_view name) {
  auto const* const found = std::find(std::begin(kRoleNames), std::end(kRoleNames), name);
  if (found == std::end(kRoleNames)) return std::nullopt;
  return kRoles[static_cast<std::size_t>(found - kRoleNames)];
}

bool is_key_name(std::string_view name) {
  auto const good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  };
  return !name.empty() && name.size() <= 64 && name.front() != '.' && std::all_of(name.begin(), name.end(), good);
}

} // namespace dalian::security
