#pragma once
// Who asked the twin for what, when, and what came of it: JSON lines, appended and on disk before append returns, never
// rewritten. Files: audit.jsonl, and audit-0001.jsonl … once it has grown; none is ever deleted here. Knows no socket.
#include "twin/base/result.hpp"
#include "twin/base/time.hpp"
#include "twin/security/role.hpp"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace dalian::security {

struct AuditEntry {
  Instant when{};      // wall clock, UTC
  std::string who;     // Identity::name
  std::string role;    // to_string(Identity::role)
  std::string action;  // to_string(Action)
  std::string what;    // the command with its arguments, for a person
  std::string outcome; // "done", "refused: …", "failed: …"
};

/// The entry for a command of `who` at `when`.
AuditEntry audit_entry(Instant when, Identity const& who, Action action, std::string what, std::string outcome);

class AuditLog {
 public:
  static constexpr std::uint64_t kMaxBytes = 16U << 20; // then the next file: about 80 000 commands

  /// Opens or makes the log in `folder`, for this user alone. A line that a crash tore is closed, so that only it is
  /// lost.
  static Result<AuditLog> open(std::filesystem::path const& folder, std::uint64_t max_bytes = kMaxBytes);
  AuditLog(AuditLog&& other) noexcept;
  AuditLog& operator=(AuditLog&&) = delete;
  ~AuditLog();

  /// On disk (fsync) when it returns well; takes about as long as the disk needs. A command whose entry cannot be
  /// written should not be carried out. Any thread.
  Status append(AuditEntry const& entry);

 private:
  AuditLog(std::filesystem::path folder, std::uint64_t max_bytes) : folder_(std::move(folder)), max_bytes_(max_bytes) {}
  Status open_file();
  Status rotate();

  std::filesystem::path folder_;
  std::uint64_t max_bytes_;
  std::mutex mutex_;
  int fd_ = -1;
  std::uint64_t bytes_ = 0;
};

struct AuditTail {
  std::vector<std::string> lines; // JSON objects, oldest first
  std::uint64_t damaged = 0;      // lines that are no JSON object, left out
};
/// The last `count` entries of the log in `folder`, across its files.
Result<AuditTail> read_audit(std::filesystem::path const& folder, std::size_t count);

/// One entry as a line for people. Fails when `line` is none.
Result<std::string> audit_text(std::string const& line);

} // namespace dalian::security
