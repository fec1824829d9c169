#pragma once
// The allow-list in force, for every thread of a twin, and read again when its file has changed: a key that is revoked
// loses its rights while the twin runs. Knows no sockets.
#include "twin/security/key_folder.hpp"

#include <atomic>
#include <ctime>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace dalian::security {

inline constexpr std::string_view kUnknownKey = "unknown_key";
inline constexpr std::string_view kRevokedKey = "revoked_key";

class Authority {
 public:
  /// Reads the folder; refuses files that others can read.
  static Result<std::unique_ptr<Authority>> open(KeyFolder folder);

  KeyPair const& server() const { return server_; }

  struct Verdict {
    std::optional<Identity> identity;
    std::string_view reject; // kUnknownKey or kRevokedKey when there is none
  };
  /// Who bears this key (Z85).
  Verdict identify(std::string_view public_key) const;

  /// Reads the list again when the file is another than before. A list that cannot be read leaves the former in force
  /// and is told by trouble(). One thread; the others may be called from any.
  void reload();
  /// How often a reload took rights from a key.
  std::uint64_t withdrawals() const { return withdrawals_; }
  /// "" when all is well, else why the list in force is not that of the file.
  std::string trouble() const;

 private:
  struct FileMark {
    ino_t inode = 0;
    off_t bytes = 0;
    timespec changed{};
    bool operator==(FileMark const& other) const;
  };
  Authority(KeyFolder folder, KeyPair server, AllowList list);
  static FileMark mark_of(std::filesystem::path const& file);
  bool withdraws(AllowList const& before, AllowList const& now) const;

  KeyFolder const folder_;
  KeyPair const server_;
  FileMark mark_; // of what was read last; thread of reload only
  std::atomic<std::uint64_t> withdrawals_{0};
  mutable std::mutex mutex_;
  std::shared_ptr<AllowList const> list_;
  std::string trouble_;
};

} // namespace dalian::security
