#include "twin/app/receiver.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/wire/endpoints.hpp"

#include <algorithm>
#include <utility>

namespace dalian::app {
namespace {

Instant steady_now() {
  return Instant{std::chrono::steady_clock::now().time_since_epoch()};
}

std::string_view view_of(zmq::message_t const& message) {
  return {static_cast<char const*>(message.data()), message.size()};
}

} // namespace

Receiver::Receiver(zmq::context_t& context, Feeds& feeds, Sink sink)
    : feeds_(feeds), sink_(std::move(sink)), socket_(context, zmq::socket_type::router) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(wire::kMaxFrameBytes));
  socket_.set(zmq::sockopt::rcvhwm, 1000);
  socket_.set(zmq::sockopt::sndhwm, 1000);
  socket_.set(zmq::sockopt::sndtimeo, 0);
  socket_.set(zmq::sockopt::heartbeat_ivl, 2000);
  socket_.set(zmq::sockopt::heartbeat_timeout, 6000);
}

Result<std::string> Receiver::bind(std::string const& endpoint) {
  return bind_local(socket_, endpoint, "--bind");
}

bool Receiver::work(std::chrono::milliseconds wait, std::chrono::milliseconds budget) {
  zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(&item, 1, wait);
  now_ = steady_now();
  auto const until = now_ + budget;
  bool any = false;
  for (int n = 1; receive_one(); ++n) {
    any = true;
    if (n % 8 == 0 && (now_ = steady_now()) >= until) break;
  }
  if (now_ - swept_ >= std::chrono::seconds(1)) {
    feeds_.sweep(now_);
    swept_ = now_;
  }
  send_grants();
  return any;
}

/// Takes one message: routing id and one frame. Whatever has another shape is read to its end and counted.
bool Receiver::receive_one() {
  if (!socket_.recv(part_, zmq::recv_flags::dontwait)) return false;
  ++frames_;
  connection_.assign(static_cast<char const*>(part_.data()), part_.size());
  if (!part_.more()) {
    reject_frame("no_frame", false);
    return true;
  }
  bool const received = socket_.recv(part_, zmq::recv_flags::dontwait).has_value();
  if (!received || part_.more()) {
    while (part_.more() && socket_.recv(part_, zmq::recv_flags::dontwait)) {
    }
    reject_frame("too_many_frames", false);
    return true;
  }
  take(view_of(part_));
  return true;
}

void Receiver::take(std::string_view frame) {
  auto const [message, reject] = decoder_.decode(frame);
  if (!message) return reject_frame(reject, false);
  if (message->has_hello()) take(message->hello());
  if (message->has_batch()) take(message->batch(), frame);
  if (message->has_report()) take(message->report());
}

void Receiver::take(wire::Hello const& hello) {
  auto const grant = feeds_.hello(connection_, hello, now_);
  if (!grant.refused().empty()) rejected_frames_.add("refused_hello");
  answer(connection_, grant);
}

void Receiver::take(wire::Batch const& batch, std::string_view frame) {
  auto const [feed, epoch, reject] = feeds_.speaker(connection_, batch.source(), batch.epoch(), now_);
  if (!feed) return reject_frame(reject, true);
  auto const n = static_cast<std::uint64_t>(batch.observations_size());
  auto const high = epoch->taken.high();
  if (high != 0 && batch.first_seq() > high + 1) feed->missing += batch.first_seq() - high - 1;
  feed->received += n;
  feed->provenance = batch.provenance();
  feed->grant_due = true;
  keep_.assign(n, true);
  for (std::uint64_t k = 0; k < n; ++k) {
    if (!epoch->taken.take(batch.first_seq() + k)) {
      ++feed->duplicates;
      keep_[k] = false;
    } else if (auto const reason = wire::check(batch.observations(static_cast<int>(k))); !reason.empty()) {
      feed->rejects.add(reason);
      keep_[k] = false;
    }
  }
  auto const bytes = wire::batch_bytes(frame);
  bool const whole = std::find(keep_.begin(), keep_.end(), false) == keep_.end();
  if (whole && !bytes.empty())
    hand_on(*feed, *epoch, batch, bytes);
  else
    take_piecewise(*feed, *epoch, batch);
}

/// The rare case: each run of consecutive observations that are new and sound becomes a batch of its own.
void Receiver::take_piecewise(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch) {
  for (std::size_t begin = 0; begin < keep_.size();) {
    if (!keep_[begin]) {
      ++begin;
      continue;
    }
    wire::Batch piece;
    piece.set_source(batch.source());
    piece.set_epoch(batch.epoch());
    piece.set_first_seq(batch.first_seq() + begin);
    piece.set_t_sent(batch.t_sent());
    piece.set_provenance(batch.provenance());
    for (; begin < keep_.size() && keep_[begin]; ++begin)
      *piece.add_observations() = batch.observations(static_cast<int>(begin));
    hand_on(feed, epoch, piece, piece.SerializeAsString());
  }
}

void Receiver::hand_on(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch, std::string_view bytes) {
  feed.accepted += static_cast<std::uint64_t>(batch.observations_size());
  sink_.batch(feed, epoch, batch, bytes);
}

void Receiver::take(wire::FeedReport const& report) {
  auto const [feed, epoch, reject] = feeds_.speaker(connection_, report.source(), report.epoch(), now_);
  if (!feed) return reject_frame(reject, true);
  feed->report = report;
  feed->finished = report.finished();
  feed->grant_due = true;
  sink_.report(*feed, report, report.SerializeAsString());
}

void Receiver::reject_frame(std::string_view reason, bool tell) {
  rejected_frames_.add(reason == wire::kHelloFirst ? "no_hello" : reason == kReplaced ? "replaced_connector" : reason);
  if (!tell) return;
  wire::Grant grant;
  grant.set_refused(std::string(reason));
  answer(connection_, grant);
}

void Receiver::send_grants() {
  for (auto& [source, feed] : feeds_.all()) {
    if (!feed.grant_due) continue;
    feed.grant_due = false;
    if (!feed.connection.empty()) answer(feed.connection, feeds_.grant(feed));
  }
}

void Receiver::answer(std::string const& connection, wire::Grant const& grant) {
  auto const bytes = grant.SerializeAsString();
  if (socket_.send(zmq::buffer(connection), zmq::send_flags::sndmore | zmq::send_flags::dontwait))
    socket_.send(zmq::buffer(bytes), zmq::send_flags::dontwait); // full or gone: the next grant says the same and more
}

} // namespace dalian::app
