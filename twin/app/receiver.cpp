#include "twin/app/receiver.hpp"

#include "twin/app/endpoint.hpp"
#include "twin/app/zap_handler.hpp"
#include "twin/base/steady_time.hpp"
#include "twin/wire/endpoints.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>
#include <utility>

namespace dalian::app {
namespace {

constexpr unsigned kUnreadPerTurn = 16;
constexpr auto kRest = std::chrono::milliseconds(1);

std::string_view view_of(zmq::message_t const& message) {
  return {static_cast<char const*>(message.data()), message.size()};
}

} // namespace

Receiver::Receiver(zmq::context_t& context, Feeds& feeds, Sink sink, security::Authority const* authority)
    : feeds_(feeds), sink_(std::move(sink)), doorman_(authority), socket_(context, zmq::socket_type::router) {
  socket_.set(zmq::sockopt::linger, 0);
  socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(wire::kMaxFrameBytes));
  socket_.set(zmq::sockopt::rcvhwm, 1000);
  socket_.set(zmq::sockopt::sndhwm, 1000);
  socket_.set(zmq::sockopt::sndtimeo, 0);
  // The kernel finds connectors that vanished. ZeroMQ's own heartbeats cancel a timer each, which costs a walk over
  // those of all connections (libzmq 4.3.4, poller_base): with 10 000 its thread would do nothing else.
  socket_.set(zmq::sockopt::tcp_keepalive, 1);
  socket_.set(zmq::sockopt::tcp_keepalive_idle, 10);
  socket_.set(zmq::sockopt::tcp_keepalive_intvl, 5);
  socket_.set(zmq::sockopt::tcp_keepalive_cnt, 3);
  socket_.set(zmq::sockopt::tcp_maxrt, 30'000);
}

Result<std::string> Receiver::bind(std::string const& endpoint) {
  return bind_guarded(socket_, endpoint, {"--bind", std::string(kIngestDomain), doorman_.keys()});
}

bool Receiver::work(std::chrono::milliseconds wait, std::chrono::milliseconds budget) {
  // Nothing but a flood is there: while this rests, TCP holds the flood back, and whoever else comes waits that long.
  if (unread_in_a_row_ >= kUnreadPerTurn) std::this_thread::sleep_for(kRest);
  unread_in_a_row_ = 0;
  zmq::pollitem_t item{socket_.handle(), 0, ZMQ_POLLIN, 0};
  zmq::poll(&item, 1, wait);
  now_ = steady_now();
  auto const until = now_ + budget;
  bool more = true;
  for (int n = 1; more; ++n) {
    more = receive_one();
    if (unread_in_a_row_ >= kUnreadPerTurn) break;
    if (n % 8 == 0 && (now_ = steady_now()) >= until) break;
  }
  if (now_ - swept_ >= std::chrono::seconds(1)) {
    feeds_.sweep(now_);
    swept_ = now_;
  }
  send_grants();
  return more;
}

/// Takes one message: routing id and one frame. Whatever has another shape is read to its end and counted.
bool Receiver::receive_one() {
  if (!socket_.recv(part_, zmq::recv_flags::dontwait)) return false;
  ++frames_;
  connection_.assign(static_cast<char const*>(part_.data()), part_.size());
  if (!part_.more()) {
    reject_frame("no_frame");
    return true;
  }
  bool const received = socket_.recv(part_, zmq::recv_flags::dontwait).has_value();
  if (!received || part_.more()) {
    while (part_.more() && socket_.recv(part_, zmq::recv_flags::dontwait)) {
    }
    reject_frame("too_many_frames");
    return true;
  }
  if (feeds_.is_shut_out(connection_, now_)) {
    ++unread_in_a_row_;
    reject_frame("over_rate"); // unread: decoding a flood would take the others' time
  } else {
    unread_in_a_row_ = 0;
    take(view_of(part_));
  }
  return true;
}

/// A key speaks for its own source and no other; who needs no key is of this machine and speaks for any.
Receiver::Refusal Receiver::check_sender(security::Identity const& who, wire::ToTwin const& message) {
  if (!who.may(security::Action::ingest))
    return {"wrong_role", fmt::format("the key '{}' is of role {}: only a connector's key may send observations",
                                      who.name, to_string(who.role))};
  auto const& source = message.has_batch()   ? message.batch().source()
                       : message.has_hello() ? message.hello().source()
                                             : message.report().source();
  if (who.local || source == who.source) return {};
  return {"wrong_key_source", fmt::format("the key '{}' is for --source {} only", who.name, who.source)};
}

void Receiver::take(std::string_view frame) {
  auto const [message, reject] = decoder_.decode(frame);
  if (!message) return reject_frame(reject);
  auto const sender = doorman_.sender_of(part_);
  if (!sender.identity) return reject_frame(sender.reject, "this key is no longer in the twin's list of keys");
  auto const refusal = check_sender(*sender.identity, *message);
  if (!refusal.reason.empty()) return reject_frame(refusal.reason, refusal.tell);
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
  if (!feed) return refuse_speaker(reject);
  auto const n = static_cast<std::uint64_t>(batch.observations_size());
  auto const high = epoch->taken.high();
  if (high != 0 && batch.first_seq() > high + 1) feed->missing += batch.first_seq() - high - 1;
  feed->received += n;
  feed->provenance = batch.provenance();
  feeds_.want_grant(*feed);
  if (!feeds_.admit(*feed, n, frame.size(), now_)) return drop_over_rate(*feed, *epoch, batch);
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

/// The connector did not keep to its credit. Its numbers count as taken: they were refused once and for all.
void Receiver::drop_over_rate(Feed& feed, FeedEpoch& epoch, wire::Batch const& batch) {
  auto const n = static_cast<std::uint64_t>(batch.observations_size());
  for (std::uint64_t k = 0; k < n; ++k)
    epoch.taken.take(batch.first_seq() + k);
  feed.rejects.add("over_rate", n);
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
  if (!feed) return refuse_speaker(reject);
  feed->report = report;
  feed->finished = report.finished();
  feeds_.want_grant(*feed);
  sink_.report(*feed, report, report.SerializeAsString());
}

/// `reason`: as Feeds gives it, which is also what the connector is told.
void Receiver::refuse_speaker(std::string_view reason) {
  auto const name = reason == wire::kHelloFirst ? "no_hello" : reason == kReplaced ? "replaced_connector" : reason;
  reject_frame(name, std::string(reason));
}

void Receiver::reject_frame(std::string_view reason, std::string const& tell) {
  rejected_frames_.add(reason);
  if (tell.empty()) return;
  wire::Grant grant;
  grant.set_refused(tell);
  answer(connection_, grant);
}

void Receiver::send_grants() {
  for (auto const* feed : feeds_.take_due(now_))
    if (!feed->connection.empty()) answer(feed->connection, feeds_.grant(*feed));
}

void Receiver::answer(std::string const& connection, wire::Grant const& grant) {
  auto const bytes = grant.SerializeAsString();
  if (socket_.send(zmq::buffer(connection), zmq::send_flags::sndmore | zmq::send_flags::dontwait))
    socket_.send(zmq::buffer(bytes), zmq::send_flags::dontwait); // full or gone: the next grant says the same and more
}

} // namespace dalian::app
