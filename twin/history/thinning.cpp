#include "twin/history/thinning.hpp"

#include "twin/wire/wire.pb.h"

#include <set>
#include <tuple>

namespace dalian::history {
namespace {

constexpr std::uint64_t kSecondNs = 1'000'000'000;
constexpr Duration kReportEvery = std::chrono::minutes(1);

class Sieve {
 public:
  Sieve(Tier tier, RetentionPolicy const& policy) : tier_(tier), policy_(policy) {}

  /// False: nothing of it stays.
  bool pass(Record& record) {
    if (tier_ == Tier::removed) return false;
    if (record.kind == RecordKind::report) return pass_report(record);
    wire::Batch batch;
    if (!batch.ParseFromString(record.bytes)) return tier_ == Tier::thinned; // not understood: kept while it may be
    wire::Batch left = batch;
    left.clear_observations();
    for (wire::Observation& o : *batch.mutable_observations())
      if (pass(record.source, o)) *left.add_observations() = std::move(o);
    record.n = static_cast<std::uint32_t>(left.observations_size());
    record.bytes = left.SerializeAsString();
    return record.n > 0;
  }

 private:
  bool pass(std::string const& source, wire::Observation const& o) {
    if (is_pilot(policy_, o.entity())) return true;
    if (tier_ == Tier::pilots) return false;
    if (o.event() || !o.has_fix()) return true;
    return seconds_.insert({source, o.entity(), o.t_obs() / kSecondNs}).second;
  }
  bool pass_report(Record const& r) {
    return tier_ != Tier::pilots &&
           minutes_.insert({r.source, r.epoch, r.t_twin.time_since_epoch() / kReportEvery}).second;
  }

  Tier tier_;
  RetentionPolicy const& policy_;
  std::set<std::tuple<std::string, std::string, std::uint64_t>> seconds_;
  std::set<std::tuple<std::string, std::uint64_t, std::int64_t>> minutes_;
};

} // namespace

Block thin(Block block, Tier tier, RetentionPolicy const& policy) {
  Sieve sieve(tier, policy);
  std::vector<Record> left;
  std::size_t next = 0;
  for (std::uint64_t& count : block.records_of) {
    std::uint64_t kept = 0;
    for (std::size_t const end = next + count; next < end; ++next)
      if (sieve.pass(block.records[next])) {
        left.push_back(std::move(block.records[next]));
        ++kept;
      }
    count = kept;
  }
  block.records = std::move(left);
  block.head.tier = tier;
  block.head.n = 0;
  for (Record const& r : block.records)
    block.head.n += r.n;
  return block;
}

} // namespace dalian::history
