#pragma once
// Keys on disk. A secret key lies in a file that its owner alone can read (0600), in a folder that he alone can enter
// (0700); a file with wider rights is refused, never quietly used. Knows no sockets.
#include "twin/base/result.hpp"
#include "twin/security/key_pair.hpp"

#include <filesystem>
#include <string>

namespace dalian::security {

/// What one party needs to speak: its own pair and, but for the twin itself, the twin's public key.
struct KeyFile {
  std::string name;
  KeyPair keys;
  std::string server_key; // Z85; empty in the twin's own file
};

/// Writes a new file (TOML) for this user alone; refuses to replace one.
Status write_key_file(std::filesystem::path const& file, KeyFile const& key);
/// Refuses a file that others can read, that belongs to somebody else, or whose keys do not belong together.
Result<KeyFile> read_key_file(std::filesystem::path const& file);

/// The twin's public key alone, a file that may be shown to everybody.
Status write_public_key(std::filesystem::path const& file, std::string const& public_key);
Result<std::string> read_public_key(std::filesystem::path const& file);

/// What a client gives to its socket: the key in `file` and the twin's key from `server_file`, or when that is empty
/// from the key file itself.
Result<KeyFile> read_client_key(std::filesystem::path const& file, std::filesystem::path const& server_file);

/// Makes the folder, with 0700, when it is missing; else refuses one that others can enter.
Status make_private_folder(std::filesystem::path const& folder);
Status check_private_folder(std::filesystem::path const& folder);
/// Refuses a file that others can read or write.
Status check_private_file(std::filesystem::path const& file);

/// Replaces `file` in one step: whoever reads sees the old or the new text whole, also after a crash. Mode 0600.
Status replace_private_file(std::filesystem::path const& file, std::string const& text);

/// $XDG_CONFIG_HOME/dalian-twin/keys, or ~/.config/dalian-twin/keys.
std::filesystem::path default_key_folder();

} // namespace dalian::security
