#pragma once
// Who somebody is to the twin and what he may do. One table; no sockets, no files.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dalian::security {

/// A connector feeds one source and asks nothing. The others watch; each of them may also do what those before it may.
enum class Role : std::uint8_t { connector, viewer, planner, operator_, admin };
inline constexpr std::array kRoles{Role::connector, Role::viewer, Role::planner, Role::operator_, Role::admin};

enum class Action : std::uint8_t {
  ingest,           // send observations
  view,             // snapshots, deltas, status
  seek,             // look at another time
  edit_scenario,    // layouts and what-if runs
  handle_alarm,     // acknowledge, shelve
  lock_incident,    // keep a stretch of history for good
  manage_retention, // what history forgets
  manage_keys,
};
inline constexpr std::array kActions{Action::ingest,           Action::view,         Action::seek,
                                     Action::edit_scenario,    Action::handle_alarm, Action::lock_incident,
                                     Action::manage_retention, Action::manage_keys};

bool may(Role role, Action action);

struct Identity {
  std::string name; // of the key; "local:<user>" for who comes by ipc, inproc or a loopback without keys
  Role role = Role::viewer;
  std::string source; // the only source a connector may speak for; empty for everybody else
  bool local = false; // the rights of the file system let him in, no key: he may do everything, also feed any source

  bool may(Action action) const { return local || security::may(role, action); }
};

/// Whoever reached the twin without a key: only this machine can, and an ipc file only its owner.
Identity local_identity(std::uint32_t user);
/// The user that runs this program.
Identity local_identity();

std::string_view to_string(Role role);
std::string_view to_string(Action action);
std::optional<Role> parse_role(std::string_view name);

/// True for 1…64 of letters, digits, '-', '_', '.', not beginning with '.': names of keys (they name files too).
bool is_key_name(std::string_view name);

} // namespace dalian::security
