#include "twin/doctor/versions.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <sqlite3.h>
#include <sys/resource.h>
#include <zmq.h>

namespace dalian::doctor {
namespace {

constexpr rlim_t kFewFiles = 4096;

struct Close {
  void operator()(std::FILE* pipe) const { ::pclose(pipe); }
};

/// The first line that the program says to --version; "" when it does not.
std::string version_of(std::filesystem::path const& program) {
  std::string quoted = "'";
  for (char const c : program.string())
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  std::unique_ptr<std::FILE, Close> const pipe(::popen((quoted + "' --version 2>/dev/null").c_str(), "r"));
  char line[256] = {};
  if (!pipe || std::fgets(line, sizeof line, pipe.get()) == nullptr) return {};
  std::string said = line;
  return said.substr(0, said.find('\n'));
}

} // namespace

Finding look_at_programs(std::filesystem::path const& folder, std::string_view ours) {
  std::vector<std::string> same, other;
  for (std::string const name : {"twind", "twinfeed", "twinview"}) {
    std::error_code ignored;
    if (!std::filesystem::exists(folder / name, ignored)) continue;
    auto const said = version_of(folder / name);
    bool const equal = (said + ' ').starts_with(fmt::format("{} {} ", name, ours));
    (equal ? same : other).push_back(equal ? name : fmt::format("{} says '{}'", name, said));
  }
  if (!other.empty())
    return {"versions", Verdict::failed, fmt::format("twinctl is {}, but {}", ours, fmt::join(other, ", ")),
            "install all packages of Dalian Twin in the same version"};
  return {"versions", Verdict::good,
          fmt::format("twinctl {}{}{}", ours, same.empty() ? "" : ", the same of ", fmt::join(same, ", "))};
}

Finding look_at_libraries() {
  int major = 0, minor = 0, patch = 0;
  zmq_version(&major, &minor, &patch);
  auto const found = fmt::format("ZeroMQ {}.{}.{}, SQLite {}", major, minor, patch, sqlite3_libversion());
  if (zmq_has("curve") == 0)
    return {"libraries", Verdict::failed, found + "; this ZeroMQ knows no keys (CURVE)",
            "apt install --reinstall libzmq5"};
  if (sqlite3_libversion_number() < SQLITE_VERSION_NUMBER)
    return {"libraries", Verdict::failed,
            fmt::format("{}, older than the {} that was built with", found, SQLITE_VERSION),
            "apt install --reinstall libsqlite3-0; look for another one in LD_LIBRARY_PATH"};
  return {"libraries", Verdict::good, found};
}

Finding look_at_limits() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto const found = fmt::format("{} open files", limit.rlim_max);
  if (limit.rlim_max >= kFewFiles) return {"limits", Verdict::good, found};
  return {"limits", Verdict::warning, found + " at most, each connector takes one",
          fmt::format("raise it (ulimit -Hn, LimitNOFILE= of the service) to {} or more", rlim_t{kFewFiles})};
}

} // namespace dalian::doctor
