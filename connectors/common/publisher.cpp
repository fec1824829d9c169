#include "connectors/common/publisher.hpp"

#include "twin/base/steady_time.hpp"
#include "twin/wire/codec.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sodium.h>
#include <utility>

namespace dalian::connectors {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kSilence = seconds(3);      // without a Grant: the connection is made anew
constexpr auto kReportPeriod = seconds(1); // also what keeps Grants coming
constexpr auto kOldPatience = seconds(2);  // for the twin to store events of an earlier start, before live data go on
constexpr auto kSampleGrace = seconds(1);  // flush: for the twin's disk, once all is in its memory
constexpr unsigned kStepEvery = 64;        // observations between two looks at the socket in a tight loop

std::uint64_t random_epoch() {
  std::uint64_t epoch = 0;
  while (epoch == 0)
    randombytes_buf(&epoch, sizeof epoch);
  return epoch >> 1; // SQLite integers are signed
}

OutboxConfig outbox_config(PublisherConfig const& config, std::uint64_t epoch) {
  return {config.source, epoch, config.provenance, config.lose_nothing, config.repeatable};
}

} // namespace

Result<std::unique_ptr<Publisher>> Publisher::open(PublisherConfig config) {
  if (!wire::is_source_name(config.source))
    return Error{fmt::format("source '{}': use 1 to 64 letters, digits, '-', '_' or '.'", config.source)};
  if (sodium_init() < 0) return Error{"no source of random numbers (libsodium does not start)"};
  std::optional<Spool> spool;
  if (!config.spool.empty()) {
    auto opened = Spool::open(config.spool);
    if (!opened) return Error{opened.error()};
    spool.emplace(std::move(opened).value());
  }
  std::optional<security::KeyFile> key;
  if (!config.key.empty()) {
    auto read = security::read_client_key(config.key, config.server_key);
    if (!read) return Error{"--key " + read.error()};
    key = std::move(read).value();
  }
  auto const endpoint = config.endpoint;
  std::unique_ptr<Publisher> publisher(new Publisher(std::move(config), std::move(spool), std::move(key)));
  try {
    publisher->reopen();
  } catch (zmq::error_t const& e) {
    return Error{
        fmt::format("twin address '{}': {}; write it as {} or ipc:///path", endpoint, e.what(), wire::kIngestEndpoint)};
  }
  return publisher;
}

Publisher::Publisher(PublisherConfig config, std::optional<Spool> spool, std::optional<security::KeyFile> key)
    : config_(std::move(config)), context_(config_.context ? *config_.context : own_context_.emplace(1)),
      spool_(std::move(spool)), key_(std::move(key)), epoch_(std::max<std::uint64_t>(1, random_epoch())),
      outbox_(outbox_config(config_, epoch_), spool_ ? &*spool_ : nullptr), old_last_(spool_ ? spool_->last_id() : 0) {}

Publisher::~Publisher() {
  outbox_.save_events();
}

std::uint64_t Publisher::save_events() {
  outbox_.save_events();
  return spool_ ? spool_->observations() : 0;
}

void Publisher::reopen() {
  socket_.reset();
  socket_.emplace(context_, zmq::socket_type::dealer);
  socket_->set(zmq::sockopt::linger, 0);
  socket_->set(zmq::sockopt::immediate,
               true); // nothing is queued for a twin that is not there: it would arrive unasked
  socket_->set(zmq::sockopt::reconnect_ivl, 100);
  socket_->set(zmq::sockopt::reconnect_ivl_max, 2000);
  socket_->set(zmq::sockopt::sndhwm, 1000);
  socket_->set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(wire::kMaxFrameBytes));
  use_key();
  socket_->connect(config_.endpoint);
  phase_ = Phase::away;
  heard_ = steady_now();
  old_sent_ = 0;
}

/// CURVE by tcp; other addresses have no keys.
void Publisher::use_key() {
  if (!key_ || config_.endpoint.rfind("tcp://", 0) != 0) return;
  socket_->set(zmq::sockopt::curve_serverkey, key_->server_key);
  socket_->set(zmq::sockopt::curve_publickey, key_->keys.public_key);
  socket_->set(zmq::sockopt::curve_secretkey, key_->keys.secret_key);
}

void Publisher::publish(wire::Observation observation) {
  if (++since_step_ >= kStepEvery) step(milliseconds(0));
  while (config_.lose_nothing && !outbox_.has_room() && !(config_.stopped && config_.stopped()))
    step(milliseconds(20));
  lag_ = Duration(static_cast<std::int64_t>(observation.t_rx()) - static_cast<std::int64_t>(observation.t_obs()));
  outbox_.add(std::move(observation), steady_now());
}

void Publisher::report(wire::FeedReport report) {
  report_ = std::move(report);
  report_due_ = report_due_ || report_.finished();
  if (config_.progress) config_.progress({full_report(), trouble_, lag_});
}

void Publisher::poll() {
  step(milliseconds(0));
}

bool Publisher::flush(Duration limit) {
  auto const deadline = steady_now() + limit;
  while (!everything_delivered()) {
    if (steady_now() >= deadline || phase_ == Phase::refused) return false;
    outbox_.seal_due(steady_now(), true);
    step(milliseconds(10));
  }
  return true;
}

bool Publisher::everything_delivered() const {
  if (report_due_ || reports_taken_ < reports_sent_ || !outbox_.all_queued()) return false;
  return outbox_.all_stored() || (!outbox_.events_pending() && steady_now() - queued_since_ >= kSampleGrace);
}

void Publisher::step(milliseconds wait) {
  since_step_ = 0;
  try {
    if (wait.count() > 0) {
      zmq::pollitem_t item{socket_->handle(), 0, ZMQ_POLLIN, 0};
      zmq::poll(&item, 1, wait);
    }
    receive();
    watch_link();
    outbox_.seal_due(steady_now(), false);
    if (phase_ == Phase::delivering_old) pump_old();
    if (phase_ == Phase::flowing) pump();
  } catch (zmq::error_t const& e) {
    if (e.num() == EINTR) return; // a signal: the caller looks at what it means
    note_trouble(fmt::format("connection to {}: {}", config_.endpoint, e.what()));
  }
  if (!outbox_.all_queued()) queued_since_ = steady_now();
}

bool Publisher::send(std::string const& frame) {
  return socket_->send(zmq::buffer(frame), zmq::send_flags::dontwait).has_value();
}

bool Publisher::send(google::protobuf::MessageLite const& message) {
  return send(message.SerializeAsString());
}

/// Keeps the conversation going: greets when there is a connection, starts afresh when nothing comes back.
void Publisher::watch_link() {
  auto const now = steady_now();
  if (phase_ == Phase::refused) return;
  if (phase_ == Phase::away) {
    greet();
    if (phase_ == Phase::away && now - heard_ > seconds(1))
      note_trouble(fmt::format("no twin at {}{}: waiting for one (start it with: twind)", config_.endpoint,
                               key_ ? ", or it does not let the key '" + key_->name + "' in" : ""));
    return;
  }
  if (now - heard_ > kSilence) {
    note_trouble(fmt::format("no word from the twin at {} for {:.0f} s: connecting anew", config_.endpoint,
                             to_seconds(now - heard_)));
    outbox_.set_twin_there(false);
    reopen();
  }
}

bool Publisher::next_old(SealedBatch& row) const {
  return old_sent_ < old_last_ && spool_->next(old_sent_, row) && row.spool_id <= old_last_;
}

void Publisher::greet() {
  SealedBatch old;
  old_epoch_ = next_old(old) ? old.epoch : 0;
  wire::ToTwin message;
  message.mutable_hello()->set_source(config_.source);
  message.mutable_hello()->set_epoch(old_epoch_ != 0 ? old_epoch_ : epoch_);
  message.mutable_hello()->set_schema(wire::kSchema);
  phase_ = send(message) ? Phase::greeting : Phase::away;
  if (phase_ == Phase::greeting) heard_ = old_since_ = steady_now();
}

void Publisher::receive() {
  zmq::message_t frame;
  wire::Grant grant;
  while (socket_->recv(frame, zmq::recv_flags::dontwait))
    if (wire::parse({static_cast<char const*>(frame.data()), frame.size()}, grant)) take(grant);
}

void Publisher::take(wire::Grant const& grant) {
  heard_ = steady_now();
  if (!grant.refused().empty()) {
    if (phase_ == Phase::greeting && grant.refused() == wire::kHelloFirst) return; // an answer to what went before
    outbox_.set_twin_there(false);
    phase_ = grant.refused() == wire::kHelloFirst ? Phase::away : Phase::refused;
    if (phase_ == Phase::refused)
      note_trouble(fmt::format("the twin at {} refuses {}: {}", config_.endpoint, config_.source, grant.refused()));
    return;
  }
  if (old_epoch_ != 0 && grant.epoch() == old_epoch_) return take_old(grant);
  if (grant.epoch() != epoch_) return;
  if (phase_ == Phase::greeting) {
    outbox_.rewind(grant.queued_seq());
    phase_ = Phase::flowing;
    reported_ = {};
    report_due_ = report_due_ || report_.finished();
    note_trouble("");
  }
  credit_ = grant.credit();
  reports_taken_ = std::max(reports_taken_, grant.report());
  stored_seq_ = std::max(stored_seq_, grant.stored_seq());
  outbox_.set_twin_there(true);
  outbox_.acknowledge(grant.queued_seq(), grant.stored_seq());
}

void Publisher::take_old(wire::Grant const& grant) {
  phase_ = Phase::delivering_old;
  SealedBatch row;
  std::int64_t at = 0;
  while (spool_->next(at, row) && row.spool_id <= old_sent_) {
    at = row.spool_id;
    if (row.epoch != old_epoch_ || row.last_seq() > grant.stored_seq()) continue;
    spool_->remove(row.spool_id);
    old_delivered_ += row.count;
  }
}

/// Sends the spooled events of one earlier start; then, stored or out of patience, says hello for the next.
void Publisher::pump_old() {
  SealedBatch row;
  while (next_old(row) && row.epoch == old_epoch_) {
    if (!send(row.frame)) return;
    old_sent_ = row.spool_id;
  }
  bool const waiting = spool_->next(0, row) && row.epoch == old_epoch_ && row.spool_id <= old_sent_;
  if (!waiting || steady_now() - old_since_ > kOldPatience) greet();
}

void Publisher::pump() {
  while (auto const* batch = outbox_.peek(credit_)) {
    if (!send(batch->frame)) break;
    outbox_.mark_sent();
  }
  pump_report();
}

/// The connector's report with what the outbox knows.
wire::FeedReport Publisher::full_report() const {
  auto report = report_;
  report.set_source(config_.source);
  report.set_epoch(epoch_);
  report.set_t_sent(static_cast<std::uint64_t>(std::max<std::int64_t>(1, to_unix_ns(outbox_.t_sent()))));
  auto& details = *report.mutable_details();
  for (auto const& [name, n] : outbox_.counters())
    details[name] = n;
  details["waiting"] = outbox_.waiting();
  if (!spool_) return report;
  details["spool_waiting"] = spool_->observations();
  if (old_delivered_ > 0) details["from_earlier_start"] = old_delivered_;
  return report;
}

void Publisher::pump_report() {
  auto const now = steady_now();
  // The last report waits until all observations are in the twin: whoever reads "finished" has seen everything.
  if (report_.finished() && !outbox_.all_queued()) return;
  if (!report_due_ && now - reported_ < kReportPeriod) return;
  wire::ToTwin message;
  *message.mutable_report() = full_report();
  message.mutable_report()->set_number(reports_sent_ + 1);
  if (!send(message)) return;
  ++reports_sent_;
  reported_ = now;
  report_due_ = false;
}

void Publisher::note_trouble(std::string trouble) {
  if (trouble == trouble_) return;
  trouble_ = std::move(trouble);
  if (!config_.note) return;
  config_.note(trouble_.empty() ? fmt::format("connected to the twin at {}", config_.endpoint) : trouble_);
}

} // namespace dalian::connectors
