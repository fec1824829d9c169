#include "twin/app/broadcaster.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/app/rights.hpp"
#include "twin/app/zap_handler.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/wire/codec.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dalian::app {
namespace {

using std::chrono::milliseconds;

constexpr auto kBeat = std::chrono::seconds(1);
constexpr auto kMaxPause = milliseconds(45);    // between two publications
constexpr std::size_t kMaxStatusWaiting = 1000; // viewers that asked and wait; more ask in vain and try again
constexpr std::size_t kMaxCommandsWaiting = 1000;
constexpr int kMaxRepliesUnread = 16;           // by one viewer; a snapshot is megabytes
constexpr auto kRebindEvery = milliseconds(20); // until a closed address is free again
constexpr int kRestPerWork = 4;                 // pause so many times what the last publication took

milliseconds ms_until(Instant t) {
  return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(t - steady_now()));
}

/// Drops the whole message when the peer's queue is full.
bool send_all(zmq::socket_t& socket, Frames const& frames) {
  for (std::size_t i = 0; i < frames.size(); ++i) {
    auto const more = i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
    if (!socket.send(zmq::buffer(frames[i]), more | zmq::send_flags::dontwait)) return false;
  }
  return true;
}

} // namespace

Broadcaster::Broadcaster(zmq::context_t& context, std::shared_ptr<state::Snapshot const> first,
                         BroadcasterConfig config)
    : context_(context), config_(config), rate_(config.clock.rate), doorman_(config.authority),
      requests_(context, zmq::socket_type::router), wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      published_(std::move(first)) {
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  open_publish();
  requests_.set(zmq::sockopt::linger, 0);
  requests_.set(zmq::sockopt::sndhwm, kMaxRepliesUnread);
  requests_.set(zmq::sockopt::router_mandatory, true); // says what it cannot deliver
  requests_.set(zmq::sockopt::maxmsgsize, std::int64_t{64 << 10});
}

Broadcaster::~Broadcaster() {
  stop_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
  ::close(wake_fd_);
}

void Broadcaster::open_publish() {
  publish_ = zmq::socket_t(context_, zmq::socket_type::pub);
  publish_.set(zmq::sockopt::linger, 0);
  publish_.set(zmq::sockopt::sndhwm, 64); // a stalled viewer costs that many publications, then misses some and heals
}

Result<std::string> Broadcaster::bind_publish(std::string const& endpoint) {
  auto bound = bind_guarded(publish_, endpoint, {"--publish", std::string(kViewDomain), doorman_.keys()});
  if (bound) publish_endpoint_ = *bound;
  return bound;
}

Result<std::string> Broadcaster::bind_requests(std::string const& endpoint) {
  return bind_guarded(requests_, endpoint, {"--requests", std::string(kViewDomain), doorman_.keys()});
}

void Broadcaster::start() {
  published_alarms_ = std::exchange(offered_alarms_, nullptr);
  thread_ = std::thread([this] { run(); });
}

void Broadcaster::wake() {
  std::uint64_t const one = 1;
  [[maybe_unused]] auto const written = ::write(wake_fd_, &one, sizeof one); // fails only when already awake
}

void Broadcaster::offer(std::shared_ptr<state::Snapshot const> snapshot, std::vector<std::uint32_t> const& changed,
                        std::vector<std::uint32_t> const& removed) {
  {
    std::lock_guard const lock(mutex_);
    offered_ = std::move(snapshot);
    auto& all = offered_changes_;
    all.changed.insert(all.changed.end(), changed.begin(), changed.end());
    all.removed.insert(all.removed.end(), removed.begin(), removed.end());
    if (all.changed.size() > 4 * std::max<std::size_t>(changed.size(), 4096)) {
      std::sort(all.changed.begin(), all.changed.end());
      all.changed.erase(std::unique(all.changed.begin(), all.changed.end()), all.changed.end());
    }
  }
  wake();
}

void Broadcaster::offer_alarms(std::shared_ptr<alarms::AlarmList const> alarms) {
  {
    std::lock_guard const lock(mutex_);
    offered_alarms_ = std::move(alarms);
  }
  wake();
}

void Broadcaster::offer_status(MakeStatus make) {
  {
    std::lock_guard const lock(mutex_);
    offered_status_ = std::move(make);
  }
  wake();
}

std::vector<ViewerCommand> Broadcaster::take_commands() {
  std::lock_guard const lock(mutex_);
  return std::exchange(commands_, {});
}

void Broadcaster::offer_reply(ViewerCommand command, wire::Reply reply) {
  {
    std::lock_guard const lock(mutex_);
    offered_replies_.emplace_back(std::move(command), std::move(reply));
  }
  wake();
}

void Broadcaster::cut_followers() {
  cut_ = true;
  wake();
}

Counters Broadcaster::refused() const {
  std::lock_guard const lock(mutex_);
  return refused_;
}

void Broadcaster::run() {
  pthread_setname_np(pthread_self(), "twin-publish");
  while (!stop_) {
    wait_for_work();
    std::shared_ptr<state::Snapshot const> snapshot;
    Publication publication;
    MakeStatus status;
    std::vector<std::pair<ViewerCommand, wire::Reply>> replies;
    {
      std::lock_guard const lock(mutex_);
      replies = std::exchange(offered_replies_, {});
      if (steady_now() >= next_publish_ || offered_status_) {
        snapshot = std::exchange(offered_, nullptr);
        publication = std::exchange(offered_changes_, {});
        publication.alarms = std::exchange(offered_alarms_, nullptr);
        status = std::exchange(offered_status_, nullptr);
      }
    }
    if (snapshot)
      publish(std::move(snapshot), std::move(publication));
    else if (publication.alarms || steady_now() >= next_beat_)
      publish(published_, std::move(publication));
    if (status) answer_status(status);
    for (auto& [command, reply] : replies)
      answer_command(command, std::move(reply));
    serve_requests();
    rebind_publish();
  }
}

/// Until a viewer asks, something is offered (and publishing is due again) or the next beat.
void Broadcaster::wait_for_work() {
  bool const resting = next_publish_ > steady_now();
  zmq::pollitem_t items[] = {{requests_.handle(), 0, ZMQ_POLLIN, 0}, {nullptr, wake_fd_, ZMQ_POLLIN, 0}};
  auto const wait = ms_until(resting ? next_publish_ : next_beat_);
  zmq::poll(items, resting ? 1 : 2, publish_bound_ ? wait : std::min(wait, kRebindEvery));
  std::uint64_t count = 0;
  if (items[1].revents != 0) [[maybe_unused]]
    auto const drained = ::read(wake_fd_, &count, sizeof count);
}

void Broadcaster::publish(std::shared_ptr<state::Snapshot const> snapshot, Publication publication) {
  auto const begin = steady_now();
  publication.before = published_;
  publication.alarms_before = published_alarms_;
  if (!publication.alarms) publication.alarms = published_alarms_;
  published_alarms_ = publication.alarms;
  send_all(publish_, encode_delta(*snapshot, std::move(publication), clock()));
  snapshot_frames_ = {};
  published_ = std::move(snapshot);
  auto const end = steady_now();
  next_publish_ = end + std::min<Duration>(kMaxPause, kRestPerWork * (end - begin));
  next_beat_ = end + kBeat;
}

void Broadcaster::serve_requests() {
  zmq::message_t id, frame;
  while (requests_.recv(id, zmq::recv_flags::dontwait)) {
    auto const viewer = id.to_string();
    bool more = id.more(), whole = false;
    for (int part = 1; more && requests_.recv(frame, zmq::recv_flags::dontwait); ++part) {
      more = frame.more();
      whole = part == 1 && !more;
    }
    serve_one(viewer, frame, whole);
  }
}

/// `whole`: `frame` is all of the message.
void Broadcaster::serve_one(std::string const& viewer, zmq::message_t& frame, bool whole) {
  ViewerCommand command{viewer, {}, {}};
  auto const sender = doorman_.sender_of(frame);
  if (!sender.identity) return reject(viewer, sender.reject, "this key is no longer in the twin's list of keys");
  command.who = *sender.identity;
  if (command.who.local) command.who.name = doorman_.local_name(frame);
  if (!within_rate(command.who)) return reject(viewer, "over_rate", "too many requests with this key: ask less often");
  std::string_view const bytes(static_cast<char const*>(frame.data()), frame.size());
  if (!whole || !wire::parse(bytes, command.request)) command.request.Clear();
  answer(std::move(command));
}

bool Broadcaster::within_rate(security::Identity const& who) {
  if (who.local) return true;
  auto& bucket = allowance_.try_emplace(who.name, kRequestsPerSecond, kRequestBurst).first->second;
  bucket.refill(steady_now());
  return bucket.take(1);
}

void Broadcaster::answer(ViewerCommand command) {
  auto const action = action_of(command.request);
  if (!command.who.may(action)) {
    wire::Reply reply;
    reply.set_error(fmt::format("refused: role {} may not {}", to_string(command.who.role), to_string(action)));
    std::unique_lock lock(mutex_);
    refused_.add("wrong_role");
    lock.unlock();
    return answer_command(command, std::move(reply));
  }
  switch (command.request.request_case()) {
  case wire::Request::kSnapshot:
    return send(command.viewer, snapshot_frames());
  case wire::Request::kStatus:
    return want_status(command.viewer, command.request.status().feed());
  case wire::Request::REQUEST_NOT_SET:
    return reject(command.viewer, "malformed", "not a request this twin knows");
  default:
    queue(std::move(command));
  }
}

/// Of what was published last; made once for all who ask before the next publication, for a large city's takes seconds.
Frames const& Broadcaster::snapshot_frames() {
  if (snapshot_frames_.empty())
    snapshot_frames_ = encode_snapshot(*published_, publish_endpoint_, clock(), published_alarms_.get());
  return snapshot_frames_;
}

/// Notes what came of a command, then tells: whoever has an answer finds the command in the audit log.
void Broadcaster::answer_command(ViewerCommand const& command, wire::Reply reply) {
  auto const action = action_of(command.request);
  if (config_.audit && is_audited(action)) {
    auto const outcome = reply.error().empty() ? "done" : reply.error();
    auto const noted = config_.audit->append(
        audit_entry(SystemClock().now(), command.who, action, describe(command.request), outcome));
    note_audit(noted);
    if (!noted) reply.set_error(fmt::format("{}, but it could not be noted: {}", outcome, noted.error()));
  }
  send(command.viewer, {reply.SerializeAsString()});
}

void Broadcaster::note_audit(Status const& noted) {
  std::lock_guard const lock(mutex_);
  audit_trouble_ = noted ? "" : "a command was carried out that is not in the audit log: " + noted.error();
}

std::string Broadcaster::trouble() const {
  std::lock_guard const lock(mutex_);
  return audit_trouble_;
}

/// For the ingest thread.
void Broadcaster::queue(ViewerCommand command) {
  std::unique_lock lock(mutex_);
  if (commands_.size() < kMaxCommandsWaiting) {
    commands_.push_back(std::move(command));
    return;
  }
  lock.unlock();
  reject(command.viewer, "too_many_waiting", "too many requests wait: try again");
}

void Broadcaster::reject(std::string const& viewer, std::string_view reason, std::string const& tell) {
  wire::Reply reply;
  reply.set_error(tell);
  send(viewer, {reply.SerializeAsString()});
  std::lock_guard const lock(mutex_);
  refused_.add(reason);
}

/// A PUB socket cannot let go of one follower: all are cut off, come back by themselves, show their keys and ask for
/// what they missed; a withdrawn key does not get in again. Over ipc and inproc there are no keys.
void Broadcaster::rebind_publish() {
  if (cut_.exchange(false) && publish_endpoint_.rfind("tcp://", 0) == 0 && publish_bound_) {
    publish_.unbind(publish_endpoint_);
    open_publish();
    publish_bound_ = false;
  }
  if (publish_bound_) return;
  // The address is free once ZeroMQ's own thread has closed the old socket.
  publish_bound_ =
      bind_guarded(publish_, publish_endpoint_, {"--publish", std::string(kViewDomain), doorman_.keys()}).ok();
}

void Broadcaster::want_status(std::string const& viewer, std::string const& feed) {
  if (status_waiting_.size() < kMaxStatusWaiting) status_waiting_.push_back({viewer, feed});
  if (!feed.empty()) {
    std::lock_guard const lock(mutex_);
    feeds_wanted_.push_back(feed);
  }
  status_wanted_ = true;
}

std::optional<std::vector<std::string>> Broadcaster::take_status_wanted() {
  if (!status_wanted_.exchange(false)) return std::nullopt;
  std::lock_guard const lock(mutex_);
  return std::exchange(feeds_wanted_, {});
}

void Broadcaster::answer_status(MakeStatus const& make) {
  std::map<std::string, std::optional<Result<std::string>>> made; // one document for all who ask the same
  for (auto const& [viewer, feed] : std::exchange(status_waiting_, {})) {
    auto const [at, is_new] = made.try_emplace(feed);
    if (is_new) at->second = make(*published_, feed);
    if (!at->second) {
      want_status(viewer, feed);
      continue;
    }
    wire::Reply reply;
    if (*at->second)
      reply.mutable_status()->set_json(**at->second);
    else
      reply.set_error(at->second->error());
    send(viewer, {reply.SerializeAsString()});
  }
}

/// A reply to a viewer that does not read is dropped and counted; to one that has left, dropped.
void Broadcaster::send(std::string const& viewer, Frames const& frames) {
  // While a socket is used without pause, libzmq learns only once a millisecond what its peers have read, and takes a
  // queue for full that is empty. Asked for events it learns at once.
  [[maybe_unused]] int const events = requests_.get(zmq::sockopt::events);
  try {
    if (requests_.send(zmq::buffer(viewer), zmq::send_flags::sndmore | zmq::send_flags::dontwait)) {
      send_all(requests_, frames);
      return;
    }
    std::lock_guard const lock(mutex_);
    refused_.add("reply_unread");
  } catch (zmq::error_t const& e) {
    if (e.num() != EHOSTUNREACH) throw;
  }
}

} // namespace dalian::app
