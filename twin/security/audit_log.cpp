#include "twin/security/audit_log.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace dalian::security {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr char kCurrent[] = "audit.jsonl";

Error failed(fs::path const& file) {
  return Error{fmt::format("{}: {}; the audit log needs a folder that this user can write", file.string(),
                           std::strerror(errno))};
}

std::string numbered(unsigned number) {
  return fmt::format("audit-{:04}.jsonl", number);
}

/// audit-0001.jsonl, audit-0002.jsonl … as far as they go: how many there are.
unsigned count_full(fs::path const& folder) {
  unsigned count = 0;
  while (fs::exists(folder / numbered(count + 1)))
    ++count;
  return count;
}

/// A bare string: whatever is no UTF-8 is replaced, so that every line is JSON.
std::string json_line(AuditEntry const& entry) {
  Json const json{{"when", format_utc(entry.when, 3)},
                  {"who", entry.who},
                  {"role", entry.role},
                  {"action", entry.action},
                  {"what", entry.what},
                  {"outcome", entry.outcome}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    auto const n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool ends_with_newline(int fd, std::uint64_t bytes) {
  char last = '\n';
  return bytes == 0 || (::pread(fd, &last, 1, static_cast<off_t>(bytes - 1)) == 1 && last == '\n');
}

bool sync_folder(fs::path const& folder) {
  int const fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool const synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return synced;
}

/// Appends the lines of `file` to `tail`, keeping the last `count`.
void read_into(fs::path const& file, std::size_t count, AuditTail& tail) {
  std::ifstream stream(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty()) continue;
    if (!Json::accept(line))
      ++tail.damaged;
    else
      lines.push_back(std::move(line));
  }
  auto const take = std::min(lines.size(), count);
  tail.lines.insert(tail.lines.begin(), std::make_move_iterator(lines.end() - static_cast<std::ptrdiff_t>(take)),
                    std::make_move_iterator(lines.end()));
}

} // namespace

AuditEntry audit_entry(Instant when, Identity const& who, Action action, std::string what, std::string outcome) {
  return {when,
          who.name,
          std::string(to_string(who.role)),
          std::string(to_string(action)),
          std::move(what),
          std::move(outcome)};
}

Result<AuditLog> AuditLog::open(fs::path const& folder, std::uint64_t max_bytes) {
  AuditLog log(folder, max_bytes);
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (auto const opened = log.open_file(); !opened) return Error{opened.error()};
  return log;
}

AuditLog::AuditLog(AuditLog&& other) noexcept
    : folder_(std::move(other.folder_)), max_bytes_(other.max_bytes_), fd_(std::exchange(other.fd_, -1)),
      bytes_(other.bytes_) {}

AuditLog::~AuditLog() {
  if (fd_ >= 0) ::close(fd_);
}

Status AuditLog::open_file() {
  auto const file = folder_ / kCurrent;
  fd_ = ::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  struct stat info {};
  if (fd_ < 0 || ::fstat(fd_, &info) != 0) return failed(file);
  bytes_ = static_cast<std::uint64_t>(info.st_size);
  if (!ends_with_newline(fd_, bytes_) && !write_all(fd_, "\n")) return failed(file);
  if (!sync_folder(folder_)) return failed(folder_);
  return {};
}

Status AuditLog::rotate() {
  auto const from = folder_ / kCurrent, to = folder_ / numbered(count_full(folder_) + 1);
  if (::rename(from.c_str(), to.c_str()) != 0) return failed(to);
  ::close(std::exchange(fd_, -1));
  return open_file();
}

Status AuditLog::append(AuditEntry const& entry) {
  auto const line = json_line(entry);
  std::lock_guard const lock(mutex_);
  if (fd_ < 0)
    if (auto const opened = open_file(); !opened) return opened;
  if (bytes_ > 0 && bytes_ + line.size() > max_bytes_)
    if (auto const rotated = rotate(); !rotated) return rotated;
  if (!write_all(fd_, line) || ::fdatasync(fd_) != 0) {
    auto const why = failed(folder_ / kCurrent);
    ::close(std::exchange(fd_, -1)); // what stands there now is looked at afresh
    return why;
  }
  bytes_ += line.size();
  return {};
}

Result<AuditTail> read_audit(fs::path const& folder, std::size_t count) {
  auto const full = count_full(folder);
  if (full == 0 && !fs::exists(folder / kCurrent))
    return Error{
        fmt::format("{}: no audit log here; name the folder that twind --history records into", folder.string())};
  AuditTail tail;
  read_into(folder / kCurrent, count, tail);
  for (auto number = full; number > 0 && tail.lines.size() < count; --number)
    read_into(folder / numbered(number), count - tail.lines.size(), tail);
  return tail;
}

Result<std::string> audit_text(std::string const& line) {
  try {
    auto const json = Json::parse(line);
    auto const text = [&](char const* key) { return json.at(key).get<std::string>(); };
    return fmt::format("{}  {:<20} {:<9} {:<16} {}: {}", text("when"), text("who"), text("role"), text("action"),
                       text("what"), text("outcome"));
  } catch (Json::exception const& e) {
    return Error{fmt::format("not an entry of the audit log: {}", e.what())};
  }
}

} // namespace dalian::security
