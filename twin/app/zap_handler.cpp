#include "twin/app/zap_handler.hpp"

#include "twin/security/key_pair.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dalian::app {
namespace {

using security::Action;

constexpr char kEndpoint[] = "inproc://zeromq.zap.01"; // RFC 27
constexpr std::size_t kMaxFrames = 16;                 // a request has 7; more is none

// Frames of a request for CURVE.
enum Part : std::size_t { version, request_id, domain, address, identity, mechanism, credentials, count };

ZapAnswer answer(std::string const& id, std::string_view reject, std::string user) {
  bool const stands = reject.empty();
  return {{"1.0", id, stands ? "200" : "400", stands ? "OK" : std::string(reject), std::move(user), ""}, reject};
}

std::string_view check_rights(security::Identity const& who, std::string_view in_domain) {
  if (in_domain == kIngestDomain) return who.may(Action::ingest) ? "" : "wrong_role";
  if (in_domain == kViewDomain) return who.may(Action::view) ? "" : "wrong_role";
  return "unknown_domain";
}

} // namespace

ZapAnswer judge(std::vector<std::string> const& request, security::Authority const& authority) {
  if (request.size() < 2 || request[version] != "1.0") return {{}, "malformed"};
  auto const& id = request[request_id];
  if (request.size() != count || request[mechanism] != "CURVE" || request[credentials].size() != 32)
    return answer(id, "malformed", "");
  auto const key = security::z85_encode(request[credentials]);
  auto const verdict = authority.identify(key);
  if (!verdict.identity) return answer(id, verdict.reject, "");
  return answer(id, check_rights(*verdict.identity, request[domain]), key);
}

Result<std::unique_ptr<ZapHandler>> ZapHandler::start(zmq::context_t& context, security::Authority& authority,
                                                      std::function<void()> withdrawn) {
  std::unique_ptr<ZapHandler> handler(new ZapHandler(context, authority, std::move(withdrawn)));
  try {
    handler->socket_.bind(kEndpoint);
  } catch (zmq::error_t const& e) {
    return Error{fmt::format("{}: {}; one program can run one twin with keys", kEndpoint, e.what())};
  }
  handler->thread_ = std::thread([h = handler.get()] { h->run(); });
  return handler;
}

ZapHandler::ZapHandler(zmq::context_t& context, security::Authority& authority, std::function<void()> withdrawn)
    : authority_(authority), withdrawn_(std::move(withdrawn)), socket_(context, zmq::socket_type::router),
      wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), withdrawals_(authority.withdrawals()) {
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  socket_.set(zmq::sockopt::linger, 0);
}

ZapHandler::~ZapHandler() {
  stop_ = true;
  reload_soon();
  if (thread_.joinable()) thread_.join();
  ::close(wake_fd_);
}

void ZapHandler::reload_soon() {
  std::uint64_t const one = 1;
  [[maybe_unused]] auto const written = ::write(wake_fd_, &one, sizeof one); // fails only when already awake
}

Counters ZapHandler::refused() const {
  std::lock_guard const lock(mutex_);
  return refused_;
}

void ZapHandler::run() {
  pthread_setname_np(pthread_self(), "twin-keys");
  while (!stop_) {
    try {
      zmq::pollitem_t items[] = {{socket_.handle(), 0, ZMQ_POLLIN, 0}, {nullptr, wake_fd_, ZMQ_POLLIN, 0}};
      zmq::poll(items, 2, kLookEvery);
      std::uint64_t woken = 0;
      [[maybe_unused]] auto const drained = ::read(wake_fd_, &woken, sizeof woken);
      look_at_list();
      serve();
    } catch (zmq::error_t const& e) {
      if (e.num() == ETERM) return;
    }
  }
}

void ZapHandler::look_at_list() {
  authority_.reload();
  if (authority_.withdrawals() == withdrawals_) return;
  withdrawals_ = authority_.withdrawals();
  if (withdrawn_) withdrawn_();
}

/// Everything that waits: routing frames up to the empty one, then the request.
void ZapHandler::serve() {
  zmq::message_t part;
  while (socket_.recv(part, zmq::recv_flags::dontwait)) {
    std::vector<std::string> route{part.to_string()}, request;
    bool in_route = true;
    while (part.more() && socket_.recv(part)) {
      auto& frames = in_route ? route : request;
      in_route = in_route && part.size() > 0;
      if (frames.size() < kMaxFrames) frames.push_back(part.to_string());
    }
    auto const judged = judge(request, authority_);
    if (!judged.reject.empty()) {
      std::lock_guard const lock(mutex_);
      refused_.add(judged.reject);
    }
    if (judged.frames.empty()) continue;
    for (auto const& frame : route)
      socket_.send(zmq::buffer(frame), zmq::send_flags::sndmore | zmq::send_flags::dontwait);
    for (std::size_t i = 0; i < judged.frames.size(); ++i)
      socket_.send(zmq::buffer(judged.frames[i]),
                   (i + 1 < judged.frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none) |
                       zmq::send_flags::dontwait);
  }
}

} // namespace dalian::app
