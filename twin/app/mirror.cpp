#include "twin/app/mirror.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/wire/codec.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <pthread.h>
#include <utility>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;

constexpr auto kWait = milliseconds(100); // how long a stop may take
// Then the question is asked anew. A large city's answer takes long, and asked for again and again it would never come:
// so each limit is twice the one before, until there was an answer.
constexpr Duration kFirstAnswerLimit = std::chrono::seconds(2), kLastAnswerLimit = std::chrono::seconds(16);
constexpr auto kLongestRun = std::chrono::seconds(2);   // a clock runs on so long without word
constexpr auto kSilenceLimit = std::chrono::seconds(3); // the twin speaks at least once a second

constexpr std::size_t kFramesKept = 64; // with memory for 512 tracks each, about 12 MB

std::string_view view_of(zmq::message_t const& message) {
  return {static_cast<char const*>(message.data()), message.size()};
}

/// All frames of the next message, parsed into `frames`, which may grow. Empty when there is none or a part of it is
/// malformed.
template <class Message>
std::span<Message> receive(zmq::socket_t& socket, std::vector<Message>& frames, bool& any) {
  zmq::message_t part;
  std::size_t count = 0;
  bool sound = true;
  any = false;
  while (socket.recv(part, zmq::recv_flags::dontwait)) {
    any = true;
    if (frames.size() == count) frames.emplace_back();
    sound = wire::parse(view_of(part), frames[count++]) && sound;
    if (!part.more()) break;
  }
  return std::span(frames).first(sound ? count : 0);
}

zmq::socket_t open_dealer(zmq::context_t& context, std::string const& endpoint, security::KeyFile const* key) {
  zmq::socket_t socket(context, zmq::socket_type::dealer);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::sndtimeo, 0);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(wire::kMaxFrameBytes));
  socket.set(zmq::sockopt::reconnect_ivl, 100);
  socket.set(zmq::sockopt::reconnect_ivl_max, 1000);
  if (key) use_key(socket, endpoint, *key);
  socket.connect(endpoint);
  return socket;
}

/// What a twin with keys that refuses this one looks like from outside: nothing.
std::string key_hint(bool with_key) {
  return with_key ? ", or it does not let this key in (ask its keeper: twinctl keys list)" : "";
}

} // namespace

Mirror::Mirror(zmq::context_t& context, std::string requests, OnChange on_change, std::optional<security::KeyFile> key)
    : context_(context), requests_endpoint_(std::move(requests)), on_change_(std::move(on_change)),
      key_(std::move(key)), heard_ns_(to_unix_ns(steady_now())), started_ns_(heard_ns_), latest_(state_.snapshot()),
      alarms_(state_.alarms()) {
  open_requests();
  thread_ = std::thread([this] { run(); });
}

Mirror::~Mirror() {
  stop_ = true;
  thread_.join();
}

void Mirror::open_requests() {
  requests_.emplace(open_dealer(context_, requests_endpoint_, key_ ? &*key_ : nullptr));
}

std::shared_ptr<alarms::AlarmList const> Mirror::alarms() const {
  std::lock_guard const lock(mutex_);
  return alarms_;
}

std::shared_ptr<state::Snapshot const> Mirror::latest() const {
  std::lock_guard const lock(mutex_);
  return latest_;
}

Instant Mirror::now() const {
  if (!feed_clock_) return SystemClock().now();
  auto const since = std::min(steady_now() - from_unix_ns(time_heard_ns_), Duration(kLongestRun));
  return from_unix_ns(time_ns_) + from_seconds(to_seconds(since) * clock_rate_);
}

std::string Mirror::trouble() const {
  auto const silent = steady_now() - from_unix_ns(heard_ns_);
  if (silent <= kSilenceLimit && refused_ == 0) return {};
  if (silent <= kSilenceLimit)
    return fmt::format("the twin at {} told {} tracks for which there is no room: they are not shown",
                       requests_endpoint_, refused_.load());
  if (snapshots_ == 0)
    return fmt::format("no twin answers at {} since {:.0f} s{}", requests_endpoint_, to_seconds(silent),
                       key_hint(key_.has_value()));
  return fmt::format("no word from the twin at {} for {:.0f} s{}", requests_endpoint_, to_seconds(silent),
                     key_hint(key_.has_value()));
}

void Mirror::run() {
  pthread_setname_np(pthread_self(), "twin-mirror");
  while (!stop_) {
    try {
      step();
    } catch (zmq::error_t const& e) {
      if (e.num() == ETERM) return;
    }
  }
}

bool Mirror::must_ask() {
  // A twin that was silent for long may have come back at another publish address: asking tells.
  bool const silent = steady_now() - from_unix_ns(heard_ns_) > kSilenceLimit;
  if (state_.complete() && !silent) return false;
  if (asked_ == Instant{}) return true;
  bool const answer_waits = (requests_->get(zmq::sockopt::events) & ZMQ_POLLIN) != 0; // came while deltas were taken
  return !answer_waits && steady_now() - asked_ > answer_limit_;
}

void Mirror::step() {
  if (must_ask()) ask();
  zmq::pollitem_t items[2] = {{requests_->handle(), 0, ZMQ_POLLIN, 0}, {nullptr, -1, 0, 0}};
  if (deltas_) items[1] = {deltas_->handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(items, deltas_ ? 2 : 1, kWait);
  if (items[0].revents != 0) take_reply();
  if (deltas_ && items[1].revents != 0) take_delta();
}

/// A fresh socket each time: an answer to an earlier question must not be taken for this one's.
void Mirror::ask() {
  bool const again = asked_ != Instant{};
  if (again) open_requests();
  answer_limit_ = again ? std::min(2 * answer_limit_, kLastAnswerLimit) : kFirstAnswerLimit;
  wire::Request request;
  request.mutable_snapshot();
  requests_->send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::dontwait);
  asked_ = steady_now();
}

void Mirror::take_reply() {
  bool any = false;
  std::vector<wire::Reply> replies;
  std::vector<wire::Snapshot> frames;
  for (auto& reply : receive(*requests_, replies, any))
    if (reply.has_snapshot()) frames.push_back(std::move(*reply.mutable_snapshot()));
  if (frames.empty()) return;
  asked_ = {};
  ++snapshots_;
  follow(frames.front().publish_endpoint());
  finish(state_.take_snapshot(frames));
}

/// Subscribes; when the address is new (first snapshot, restarted twin) what was published before the subscription
/// stood is missed, and the next delta or beat shows it.
void Mirror::follow(std::string const& publish_endpoint) {
  if (deltas_ && publish_endpoint == publish_endpoint_) return;
  zmq::socket_t socket(context_, zmq::socket_type::sub);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::rcvhwm, 256);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(wire::kMaxFrameBytes));
  socket.set(zmq::sockopt::reconnect_ivl, 100);
  socket.set(zmq::sockopt::reconnect_ivl_max, 1000);
  socket.set(zmq::sockopt::subscribe, "");
  auto const endpoint = reachable(publish_endpoint, requests_endpoint_);
  if (key_) use_key(socket, endpoint, *key_);
  socket.connect(endpoint);
  deltas_.emplace(std::move(socket));
  publish_endpoint_ = publish_endpoint;
}

/// All that is there, so that one view is made of many small publications.
void Mirror::take_delta() {
  auto answer = MirrorState::Answer::nothing_new;
  for (bool any = true; any;) {
    auto const frames = receive(*deltas_, frames_, any);
    if (frames.empty()) continue;
    auto const one = state_.take_delta(frames);
    if (one != MirrorState::Answer::nothing_new) answer = one;
  }
  if (frames_.size() > kFramesKept) frames_.resize(kFramesKept);
  finish(answer);
}

void Mirror::finish(MirrorState::Answer answer) {
  heard_ns_ = to_unix_ns(steady_now());
  gaps_ = state_.gaps();
  refused_ = state_.refused();
  feed_clock_ = state_.clock().feed;
  clock_rate_ = state_.clock().rate;
  time_ns_ = to_unix_ns(state_.time());
  time_heard_ns_ = to_unix_ns(steady_now());
  complete_ = state_.complete();
  if (answer == MirrorState::Answer::nothing_new) return;
  auto snapshot = state_.snapshot();
  {
    std::lock_guard const lock(mutex_);
    alarms_ = state_.alarms();
    if (latest_ == snapshot) return;
    latest_ = snapshot;
  }
  if (on_change_) on_change_(std::move(snapshot));
}

Result<Frames> ask_twin(zmq::context_t& context, std::string const& requests, wire::Request const& request,
                        std::chrono::milliseconds limit, security::KeyFile const* key) {
  try {
    auto socket = open_dealer(context, requests, key);
    socket.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::dontwait);
    socket.set(zmq::sockopt::rcvtimeo, static_cast<int>(limit.count()));
    Frames frames;
    zmq::message_t part;
    while (socket.recv(part)) {
      frames.push_back(part.to_string());
      if (!part.more()) return frames;
    }
  } catch (zmq::error_t const& e) {
    return Error{
        fmt::format("twin address '{}': {}; write it as tcp://127.0.0.1:7412 or ipc:///path", requests, e.what())};
  }
  return Error{fmt::format("no twin answers at {}: start one with twind, or name its request address with --connect{}",
                           requests, key_hint(key != nullptr))};
}

std::string reachable(std::string const& endpoint, std::string const& requests) {
  for (std::string const any : {"tcp://0.0.0.0:", "tcp://[::]:"}) {
    auto const colon = requests.rfind(':');
    if (endpoint.rfind(any, 0) == 0 && requests.rfind("tcp://", 0) == 0 && colon > 5)
      return requests.substr(0, colon + 1) + endpoint.substr(any.size());
  }
  return endpoint;
}

} // namespace dalian::app
