#include "twin/app/commands.hpp"

#include "twin/app/mirror.hpp"
#include "twin/wire/codec.hpp"
#include "twin/wire/endpoints.hpp"

#include <fmt/format.h>

namespace dalian::app {

void add_twin_options(CLI::App& command, TwinOptions& options) {
  options.connect = wire::kRequestEndpoint;
  command.add_option("--connect", options.connect, "the twin's request address")->capture_default_str();
  command.add_option("--key", options.key, "for a twin with keys: the file of twinctl keys new");
  command.add_option("--server-key", options.server_key, "the twin's server.pub; else the key file says it");
  command.add_option("--timeout", options.timeout_s, "seconds to wait for an answer")
      ->check(CLI::Range(0.01, 3600.0))
      ->capture_default_str();
  command.add_flag("--json", options.json, "machine-readable: the document of docs/status.md");
}

int fail(std::string const& message) {
  fmt::print(stderr, "twinctl: {}\n", message);
  return 1;
}

bool ask(TwinOptions const& options, wire::Request const& request, std::vector<wire::Reply>& replies) {
  std::optional<security::KeyFile> key;
  if (!options.key.empty()) {
    auto read = security::read_client_key(options.key, options.server_key);
    if (!read) return fail("--key " + read.error()), false;
    key = std::move(read).value();
  }
  zmq::context_t context(1);
  auto const frames = ask_twin(context, options.connect, request, options.timeout(), key ? &*key : nullptr);
  if (!frames) {
    fail(frames.error());
    return false;
  }
  replies.clear();
  for (auto const& frame : *frames) {
    wire::Reply reply;
    bool const sound = wire::parse(frame, reply);
    if (sound && reply.error().empty() && reply.reply_case() != wire::Reply::REPLY_NOT_SET) {
      replies.push_back(std::move(reply));
      continue;
    }
    fail(sound && !reply.error().empty() ? reply.error()
                                         : fmt::format("what answers at {} is no twin", options.connect));
    return false;
  }
  return true;
}

Past::~Past() {
  if (session_ == 0) return;
  wire::Request request;
  request.mutable_replay()->set_session(session_);
  request.mutable_replay()->set_close(true);
  std::vector<wire::Reply> replies;
  (void)ask(twin_, request, replies);
}

bool Past::open(std::string const& at) {
  auto const t = parse_utc(at);
  if (!t) return fail("--at " + t.error()), false;
  wire::Request request;
  request.mutable_replay()->set_t(static_cast<std::uint64_t>(to_unix_ns(*t)));
  std::vector<wire::Reply> replies;
  if (!ask(twin_, request, replies)) return false;
  session_ = replies.front().replay().session();
  there_.connect = replies.front().replay().requests();
  return true;
}

} // namespace dalian::app
