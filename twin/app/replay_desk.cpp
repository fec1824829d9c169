#include "twin/app/replay_desk.hpp"

#include <fmt/format.h>
#include <utility>

namespace dalian::app {
namespace {

wire::Reply error(std::string const& text) {
  wire::Reply reply;
  reply.set_error(text);
  return reply;
}

std::uint64_t ns(Instant t) {
  return static_cast<std::uint64_t>(to_unix_ns(t));
}

wire::Reply described(std::uint32_t number, ReplaySession const& session) {
  auto const state = session.state();
  wire::Reply reply;
  auto& replay = *reply.mutable_replay();
  replay.set_session(number);
  replay.set_requests(session.requests_endpoint());
  replay.set_t(ns(state.t));
  replay.set_speed(state.speed);
  replay.set_seeking(state.seeking);
  replay.set_at_end(state.at_end);
  replay.set_trouble(state.trouble);
  replay.set_first(ns(state.first));
  replay.set_last(ns(state.last));
  return reply;
}

bool is_instant(std::uint64_t t) {
  return t >= static_cast<std::uint64_t>(wire::kMinUnixNs) && t <= static_cast<std::uint64_t>(wire::kMaxUnixNs);
}

} // namespace

std::string session_address(std::string const& live, std::uint32_t session) {
  if (live.starts_with("tcp://")) return live.substr(0, live.rfind(':')) + ":*";
  return fmt::format("{}-replay-{}", live, session);
}

ReplayDesk::ReplayDesk(zmq::context_t& context, history::HistoryReader const* history, Addresses live,
                       security::Authority const* authority, FusionSetup const& setup)
    : context_(context), history_(history), live_(std::move(live)), authority_(authority), setup_(setup) {}

void ReplayDesk::show_alarms(std::filesystem::path folder, PastAlarms::Rules rules) {
  alarms_ = std::move(folder);
  rules_ = std::move(rules);
}

wire::Reply ReplayDesk::answer(wire::ReplayRequest const& request, Instant now) {
  if (history_ == nullptr) return error("this twin keeps no history: start it with --history FOLDER");
  if (request.has_t() && !is_instant(request.t())) return error("no instant to show");
  if (request.session() == 0) return request.has_t() ? open_session(request, now) : held();
  auto const it = sessions_.find(request.session());
  if (it == sessions_.end()) return error("no such session: it was closed, or its viewer was silent for 30 s");
  it->second.heard = now;
  steer(*it->second.session, request);
  auto reply = described(it->first, *it->second.session);
  if (request.close()) sessions_.erase(it);
  return reply;
}

void ReplayDesk::steer(ReplaySession& session, wire::ReplayRequest const& request) {
  if (request.has_speed()) session.set_speed(request.speed());
  if (request.has_t()) session.seek(from_unix_ns(static_cast<std::int64_t>(request.t())));
}

/// What history holds.
wire::Reply ReplayDesk::held() const {
  wire::Reply reply;
  auto& replay = *reply.mutable_replay();
  if (auto const range = history_->range(); range && !range->empty) {
    replay.set_first(ns(range->first));
    replay.set_last(ns(range->last));
  }
  return reply;
}

wire::Reply ReplayDesk::open_session(wire::ReplayRequest const& request, Instant now) {
  if (sessions_.size() >= kMaxSessions) return error(fmt::format("{} viewers look at the past already", kMaxSessions));
  auto const range = history_->range();
  if (!range) return error(range.error());
  if (range->empty) return error("history is empty so far");
  auto const number = ++last_;
  ReplaySession::Config const config{history_,
                                     session_address(live_.publish, number),
                                     session_address(live_.requests, number),
                                     authority_,
                                     from_unix_ns(static_cast<std::int64_t>(request.t())),
                                     request.speed(),
                                     setup_,
                                     alarms_,
                                     rules_};
  auto session = ReplaySession::start(context_, config);
  if (!session) return error(session.error());
  auto const& open = sessions_[number] = {std::move(session).value(), now};
  return described(number, *open.session);
}

void ReplayDesk::cut_followers() {
  for (auto& [number, open] : sessions_)
    open.session->cut_followers();
}

void ReplayDesk::close_silent(Instant now) {
  std::erase_if(sessions_, [&](auto const& entry) { return now - entry.second.heard > kForget; });
}

} // namespace dalian::app
