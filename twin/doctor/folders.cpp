#include "twin/doctor/folders.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace dalian::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFewFiles = 1000;
constexpr long kCifs = 0xFF534D42, kSmb2 = 0xFE534D42; // statfs(2); not all headers have them

/// `folder` itself, or what of its path exists already.
fs::path existing(fs::path folder) {
  std::error_code ignored;
  while (!fs::exists(folder, ignored) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

} // namespace

Finding look_at_rights(fs::path const& history) {
  auto const folder = existing(history);
  auto pattern = (folder / ".doctor-XXXXXX").string();
  int const file = ::mkstemp(pattern.data());
  if (file < 0)
    return {"folders", Verdict::failed, fmt::format("{} cannot be written ({})", folder.string(), std::strerror(errno)),
            "give it to the user that twind runs as (chown), mount it for writing, or name another with --history"};
  ::close(file);
  ::unlink(pattern.c_str());
  return {"folders", Verdict::good, fmt::format("{} can be written", folder.string())};
}

DiskFacts read_disk(fs::path const& folder) {
  DiskFacts facts;
  struct statfs state {};
  if (::statfs(existing(folder).c_str(), &state) != 0) return facts;
  facts.free_bytes = static_cast<std::uint64_t>(state.f_bavail) * static_cast<std::uint64_t>(state.f_bsize);
  facts.free_files = state.f_ffree;
  facts.counts_files = state.f_files > 0;
  auto const type = static_cast<long>(state.f_type);
  facts.network = type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == kCifs || type == kSmb2;
  return facts;
}

Finding judge_disk(fs::path const& folder, DiskFacts const& facts, history::RetentionPolicy const& policy) {
  std::uint64_t const free_mib = facts.free_bytes >> 20;
  auto const found = fmt::format("{} MiB free for {}", free_mib, folder.string());
  if (facts.free_bytes < policy.stop_below_bytes)
    return {"disk", Verdict::failed,
            fmt::format("{}; nothing is recorded below {} MiB", found, policy.stop_below_bytes >> 20),
            "free some space, name another folder with --history, or lower stop_below_gib of [retention]"};
  if (facts.counts_files && facts.free_files < kFewFiles)
    return {"disk", Verdict::failed,
            fmt::format("only {} more files fit on the disk of {}", facts.free_files, folder.string()),
            "remove files: all inodes of this file system are in use"};
  if (facts.network)
    return {"disk", Verdict::warning, fmt::format("{}, on a file system of the network", found),
            "SQLite cannot rely on locks there: use a local disk, or a history in PostgreSQL"};
  if (facts.free_bytes < policy.thin_below_bytes)
    return {"disk", Verdict::warning,
            fmt::format("{}; the earliest records give way below {} MiB", found, policy.thin_below_bytes >> 20),
            "free some space, or lower thin_below_gib of [retention]"};
  return {"disk", Verdict::good, found};
}

} // namespace dalian::doctor
