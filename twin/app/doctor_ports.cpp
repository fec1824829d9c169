#include "twin/app/doctor_ports.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/http/address.hpp"
#include "twin/security/key_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

namespace dalian::app {
namespace {

/// "" or why nobody can listen there.
std::string try_endpoint(zmq::context_t& context, std::string const& option, std::string const& endpoint,
                         security::KeyPair const* keys) {
  zmq::socket_t socket(context, zmq::socket_type::router);
  auto const bound = bind_guarded(socket, endpoint, {option, "doctor", keys});
  return bound ? "" : bound.error();
}

std::string try_metrics(std::string const& address) {
  auto const parsed = http::parse_listen_address(address);
  if (!parsed) return "--metrics " + parsed.error();
  int const fd = ::socket(parsed->get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int const reuse = 1;
  if (fd >= 0) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  bool const free = fd >= 0 && ::bind(fd, parsed->get(), parsed->size) == 0;
  std::string const why = free ? "" : fmt::format("--metrics {}: {}", address, std::strerror(errno));
  if (fd >= 0) ::close(fd);
  return why;
}

} // namespace

doctor::Finding look_at_ports(Settings const& settings, bool running) {
  auto const all = fmt::format("{}, {}, {}", fmt::join(settings.bind, ", "), settings.publish, settings.requests);
  if (running)
    return {"ports", doctor::Verdict::good, fmt::format("a twin runs here and answers at {}", settings.requests)};
  std::optional<security::KeyPair> keys;
  if (!settings.keys.empty())
    if (auto const read = security::read_server_key({settings.keys})) keys = *read; // else the check of keys says why
  zmq::context_t context(1);
  std::vector<std::string> problems;
  auto const note = [&](std::string problem) {
    if (!problem.empty()) problems.push_back(std::move(problem));
  };
  for (auto const& endpoint : settings.bind)
    note(try_endpoint(context, "--bind", endpoint, keys ? &*keys : nullptr));
  note(try_endpoint(context, "--publish", settings.publish, keys ? &*keys : nullptr));
  note(try_endpoint(context, "--requests", settings.requests, keys ? &*keys : nullptr));
  if (!settings.metrics.empty()) note(try_metrics(settings.metrics));
  if (problems.empty()) return {"ports", doctor::Verdict::good, all + " are free"};
  return {"ports", doctor::Verdict::failed, fmt::format("{}", fmt::join(problems, "; ")),
          "ss -ltnp shows who listens there; stop it, or give the twin other addresses (twind --help)"};
}

} // namespace dalian::app
