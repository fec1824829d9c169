#pragma once
// The folder of a twin's keys, as `twinctl keys` makes it: server.key (secret), server.pub, clients.toml (the
// allow-list), and NAME.key, one for each client, to be moved to where it is used. Each change is made under a lock and
// in one step, so that a running twin never reads half of it.
#include "twin/base/result.hpp"
#include "twin/security/allow_list.hpp"
#include "twin/security/key_file.hpp"

#include <filesystem>

namespace dalian::security {

struct KeyFolder {
  std::filesystem::path path;

  std::filesystem::path server_key() const { return path / "server.key"; }
  std::filesystem::path server_public_key() const { return path / "server.pub"; }
  std::filesystem::path allow_list() const { return path / "clients.toml"; }
  std::filesystem::path client_key(std::string const& name) const { return path / (name + ".key"); }
};

/// Makes the folder, the twin's own pair and an empty allow-list. Refuses to replace a pair: every client knows it.
Status make_server_key(KeyFolder const& folder);

/// Makes a pair for `client` (its public_key is filled in), lists it and writes its file. The file's path.
Result<std::filesystem::path> make_client_key(KeyFolder const& folder, Client client);

/// Takes the key out of force. Its file, when it still lies in the folder, is removed.
Status revoke_key(KeyFolder const& folder, std::string const& name, Instant when);

/// What twind starts from. Each refuses files that others can read, with the remedy.
Result<KeyPair> read_server_key(KeyFolder const& folder);
Result<AllowList> read_allow_list(KeyFolder const& folder);

} // namespace dalian::security
