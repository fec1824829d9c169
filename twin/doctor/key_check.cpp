#include "twin/doctor/key_check.hpp"

#include "twin/security/key_folder.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::doctor {
namespace {

Finding failed(std::string found, std::string remedy) {
  return {"keys", Verdict::failed, std::move(found), std::move(remedy)};
}

} // namespace

Finding look_at_keys(std::filesystem::path const& folder) {
  if (folder.empty()) return {"keys", Verdict::good, "none: this machine alone can reach the twin"};
  security::KeyFolder const keys{folder};
  std::error_code ignored;
  if (!std::filesystem::exists(keys.server_key(), ignored))
    return failed(
        fmt::format("no {}", keys.server_key().string()),
        fmt::format("make it: twinctl keys new --server --keys {}; or run as the user it belongs to", folder.string()));
  constexpr char const* kRights =
      "see the sentence before; the folder is for its owner alone (0700), so are its files (0600)";
  if (auto const server = security::read_server_key(keys); !server) return failed(server.error(), kRights);
  auto const list = security::read_allow_list(keys);
  if (!list) return failed(list.error(), kRights);
  auto const& clients = list->clients();
  auto const in_force = std::count_if(clients.begin(), clients.end(), [](auto const& c) { return !c.revoked; });
  if (in_force == 0)
    return {"keys", Verdict::warning, fmt::format("{} lets nobody in", keys.allow_list().string()),
            "make a key for each connector and viewer: twinctl keys --help"};
  return {"keys", Verdict::good, fmt::format("{} in force in {}", in_force, folder.string())};
}

} // namespace dalian::doctor
