#include "twin/app/broadcaster.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/wire/codec.hpp"

#include <algorithm>
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
constexpr int kRestPerWork = 4;                 // pause so many times what the last publication took

Instant steady_now() {
  return Instant{std::chrono::steady_clock::now().time_since_epoch()};
}

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

Broadcaster::Broadcaster(zmq::context_t& context, std::shared_ptr<state::Snapshot const> first, bool feed_clock)
    : publish_(context, zmq::socket_type::pub), requests_(context, zmq::socket_type::router), feed_clock_(feed_clock),
      wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)), published_(std::move(first)) {
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  publish_.set(zmq::sockopt::linger, 0);
  publish_.set(zmq::sockopt::sndhwm, 64); // a stalled viewer costs that many publications, then misses some and heals
  requests_.set(zmq::sockopt::linger, 0);
  requests_.set(zmq::sockopt::sndhwm, 16);
  requests_.set(zmq::sockopt::maxmsgsize, std::int64_t{64 << 10});
}

Broadcaster::~Broadcaster() {
  stop_ = true;
  wake();
  if (thread_.joinable()) thread_.join();
  ::close(wake_fd_);
}

Result<std::string> Broadcaster::bind_publish(std::string const& endpoint) {
  auto bound = bind_local(publish_, endpoint, "--publish");
  if (bound) publish_endpoint_ = *bound;
  return bound;
}

Result<std::string> Broadcaster::bind_requests(std::string const& endpoint) {
  return bind_local(requests_, endpoint, "--requests");
}

void Broadcaster::start() {
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

void Broadcaster::offer_status(MakeStatus make) {
  {
    std::lock_guard const lock(mutex_);
    offered_status_ = std::move(make);
  }
  wake();
}

void Broadcaster::run() {
  pthread_setname_np(pthread_self(), "twin-publish");
  while (!stop_) {
    wait_for_work();
    std::shared_ptr<state::Snapshot const> snapshot;
    Publication publication;
    MakeStatus status;
    {
      std::lock_guard const lock(mutex_);
      if (steady_now() >= next_publish_ || offered_status_) {
        snapshot = std::exchange(offered_, nullptr);
        publication = std::exchange(offered_changes_, {});
        status = std::exchange(offered_status_, nullptr);
      }
    }
    if (snapshot)
      publish(std::move(snapshot), std::move(publication));
    else if (steady_now() >= next_beat_)
      publish(published_, {});
    if (status) answer_status(status);
    serve_requests();
  }
}

/// Until a viewer asks, something is offered (and publishing is due again) or the next beat.
void Broadcaster::wait_for_work() {
  bool const resting = next_publish_ > steady_now();
  zmq::pollitem_t items[] = {{requests_.handle(), 0, ZMQ_POLLIN, 0}, {nullptr, wake_fd_, ZMQ_POLLIN, 0}};
  zmq::poll(items, resting ? 1 : 2, ms_until(resting ? next_publish_ : next_beat_));
  std::uint64_t count = 0;
  if (items[1].revents != 0) [[maybe_unused]]
    auto const drained = ::read(wake_fd_, &count, sizeof count);
}

void Broadcaster::publish(std::shared_ptr<state::Snapshot const> snapshot, Publication publication) {
  auto const begin = steady_now();
  publication.from_version = published_->version;
  send_all(publish_, encode_delta(*snapshot, std::move(publication), feed_clock_));
  published_ = std::move(snapshot);
  auto const end = steady_now();
  next_publish_ = end + std::min<Duration>(kMaxPause, kRestPerWork * (end - begin));
  next_beat_ = end + kBeat;
}

void Broadcaster::serve_requests() {
  zmq::message_t id, frame;
  while (requests_.recv(id, zmq::recv_flags::dontwait)) {
    bool more = id.more();
    wire::Request request;
    for (int part = 1; more && requests_.recv(frame, zmq::recv_flags::dontwait); ++part) {
      more = frame.more();
      if (part > 1 || !wire::parse(std::string_view(static_cast<char const*>(frame.data()), frame.size()), request))
        request.Clear();
    }
    answer(id.to_string(), request);
  }
}

void Broadcaster::answer(std::string const& viewer, wire::Request const& request) {
  if (request.has_snapshot()) return send(viewer, encode_snapshot(*published_, publish_endpoint_, feed_clock_));
  if (request.has_status()) {
    if (status_waiting_.size() < kMaxStatusWaiting) status_waiting_.push_back(viewer);
    status_wanted_ = true;
    return;
  }
  wire::Reply reply;
  reply.set_error("not a request this twin knows");
  send(viewer, {reply.SerializeAsString()});
}

void Broadcaster::answer_status(MakeStatus const& make) {
  wire::Reply reply;
  reply.mutable_status()->set_json(make(*published_));
  Frames const frames{reply.SerializeAsString()};
  for (auto const& viewer : std::exchange(status_waiting_, {}))
    send(viewer, frames);
}

void Broadcaster::send(std::string const& viewer, Frames const& frames) {
  if (requests_.send(zmq::buffer(viewer), zmq::send_flags::sndmore | zmq::send_flags::dontwait))
    send_all(requests_, frames);
}

} // namespace dalian::app
