#include "connectors/common/progress.hpp"

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>

namespace dalian::connectors {
namespace {

using Json = nlohmann::json;

/// The socket of the environment, which children of this process shall not have too; −1 without one.
int socket_of_environment() {
  char const* const text = std::getenv(kProgressVariable);
  if (text == nullptr) return -1;
  int fd = -1;
  auto const end = text + std::strlen(text);
  if (auto const read = std::from_chars(text, end, fd); read.ec != std::errc{} || read.ptr != end) return -1;
  return ::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 ? fd : -1;
}

} // namespace

std::string encode_progress(Progress const& progress) {
  auto const& report = progress.report;
  Json json{{"source", report.source()},     {"protocol", report.protocol()}, {"inputs", report.inputs()},
            {"finished", report.finished()}, {"trouble", progress.trouble},   {"lag_ns", progress.lag.count()},
            {"outcomes", Json::object()},    {"details", Json::object()}};
  for (auto const& [name, n] : report.outcomes())
    json["outcomes"][name] = n;
  for (auto const& [name, n] : report.details())
    json["details"][name] = n;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Progress> decode_progress(std::string_view bytes) {
  auto const json = Json::parse(bytes, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    Progress progress;
    progress.report.set_source(json.at("source").get<std::string>());
    progress.report.set_protocol(json.at("protocol").get<std::string>());
    progress.report.set_inputs(json.at("inputs").get<std::uint64_t>());
    progress.report.set_finished(json.at("finished").get<bool>());
    progress.trouble = json.at("trouble").get<std::string>();
    progress.lag = Duration(json.at("lag_ns").get<std::int64_t>());
    for (auto const& [name, n] : json.at("outcomes").items())
      (*progress.report.mutable_outcomes())[name] = n.get<std::uint64_t>();
    for (auto const& [name, n] : json.at("details").items())
      (*progress.report.mutable_details())[name] = n.get<std::uint64_t>();
    return progress;
  } catch (Json::exception const&) {
    return std::nullopt;
  }
}

std::function<void(Progress const&)> supervisor_teller() {
  int const fd = socket_of_environment();
  if (fd < 0) return {};
  return [fd](Progress const& progress) {
    auto const text = encode_progress(progress);
    (void)::send(fd, text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  };
}

} // namespace dalian::connectors
