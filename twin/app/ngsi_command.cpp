// twinctl ngsi-ld: the live twin as NGSI-LD over HTTP, read-only, for other systems of the city.
#include "twin/app/commands.hpp"
#include "twin/app/mirror.hpp"
#include "twin/http/server.hpp"
#include "twin/ngsi/answer.hpp"

#include <csignal>
#include <fmt/format.h>
#include <memory>

namespace dalian::app {
namespace {

struct NgsiOptions {
  TwinOptions twin;
  http::ServerConfig server{.listen = "127.0.0.1:1026"};
};

/// Blocks the signals that end a program, in this thread and those it starts, and waits for one.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  /// True when one came within half a second.
  bool wait() const {
    timespec const slice{0, 500'000'000};
    return sigtimedwait(&set_, nullptr, &slice) > 0;
  }

 private:
  sigset_t set_{};
};

int serve(NgsiOptions const& options) {
  StopSignals const signals;
  std::optional<security::KeyFile> key;
  if (!options.twin.key.empty()) {
    auto read = security::read_client_key(options.twin.key, options.twin.server_key);
    if (!read) return fail("--key " + read.error());
    key = std::move(read).value();
  }
  zmq::context_t context(1);
  Mirror mirror(context, options.twin.connect, {}, std::move(key));
  auto server = http::Server::open(options.server, [&](http::Request const& request) {
    return ngsi::answer(request, *mirror.latest(), mirror.now());
  });
  if (!server) return fail(server.error());
  fmt::print(stderr, "twinctl ngsi-ld: serving {}/ngsi-ld/v1/entities\n", (*server)->url());
  std::string told;
  while (!signals.wait())
    if (auto trouble = mirror.trouble(); trouble != told) {
      told = std::move(trouble);
      fmt::print(stderr, "twinctl ngsi-ld: {}\n", told.empty() ? "the twin is there again" : told);
    }
  return 0;
}

} // namespace

Command ngsi_command(CLI::App& twinctl) {
  auto const options = std::make_shared<NgsiOptions>();
  auto* const entry = twinctl.add_subcommand("ngsi-ld", "serve the live twin as NGSI-LD over HTTP, read-only");
  add_twin_options(*entry, options->twin);
  entry->add_option("--listen", options->server.listen, "HOST:PORT; port 0: the system chooses")->capture_default_str();
  entry->add_option("--token", options->server.token, "a private file (0600) with the bearer token that is asked for");
  entry->add_option("--certificate", options->server.certificate,
                    "PEM; beyond loopback it is needed, with --tls-key and --token");
  entry->add_option("--tls-key", options->server.tls_key, "its secret key");
  return {entry, [options] { return serve(*options); }};
}

} // namespace dalian::app
