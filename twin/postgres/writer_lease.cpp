#include "twin/postgres/writer_lease.hpp"

#include <fmt/format.h>
#include <thread>

namespace dalian::postgres {
namespace {

constexpr std::chrono::milliseconds kLookEvery{100};

// clock_timestamp() and not now(): the time at which the row is ours, not that at which the transaction began to wait.
constexpr char const* kTake = "UPDATE writer SET term = term + 1, holder = $1,"
                              " until = clock_timestamp() + $2::bigint * interval '1 millisecond'"
                              " WHERE until < clock_timestamp() RETURNING term";

} // namespace

Result<std::int64_t> take_lease(Session& session, LeaseRequest const& request) {
  auto const end = std::chrono::steady_clock::now() + request.wait;
  for (;;) {
    auto const taken = session.run(kTake, Values().text(request.holder).number(kLease.count()));
    if (!taken) return Error{taken.error()};
    if (taken->count() == 1) return taken->number(0, 0);
    if ((request.give_up && request.give_up()) || std::chrono::steady_clock::now() > end) break;
    std::this_thread::sleep_for(kLookEvery);
  }
  auto const who = session.run("SELECT holder FROM writer");
  return Error{fmt::format("another twin writes there ({}); stop it, or wait as its stand-by with --standby",
                           who && who->count() == 1 ? who->bytes(0, 0) : "")};
}

Status prepare_renewal(Session& session) {
  return session.prepare(
      kRenewal, fmt::format("WITH ours AS (UPDATE writer SET until = clock_timestamp() + {} * interval '1 millisecond'"
                            " WHERE term = $1::bigint RETURNING 1) SELECT 1 / count(*) FROM ours",
                            kLease.count())
                    .c_str());
}

void give_back(Session& session, std::int64_t term) {
  (void)session.run("UPDATE writer SET until = '-infinity' WHERE term = $1", Values().number(term));
}

} // namespace dalian::postgres
