#include "tools/chaos/tally.hpp"

#include "twin/base/time.hpp"
#include "twin/history/folder_reader.hpp"
#include "twin/history/statement.hpp"

#include <algorithm>
#include <sqlite3.h>
#include <stdexcept>

namespace dalian::chaos {
namespace {

constexpr std::uint64_t kStep_ns = 1000; // between two observations' times: number and back

} // namespace

wire::Observation Tally::next(bool event) {
  auto const now = static_cast<std::uint64_t>(to_unix_ns(SystemClock().now()));
  if (told_.empty()) begin_ns_ = now;
  std::uint64_t const k = told_.size();
  told_.push_back({event, false});
  wire::Observation o;
  o.set_entity("mmsi:" + std::to_string(412'000'000 + k % 200));
  o.set_kind(wire::VESSEL);
  o.set_t_obs(begin_ns_ + k * kStep_ns);
  o.set_t_rx(now);
  o.mutable_fix()->set_lon_deg(121.9);
  o.mutable_fix()->set_lat_deg(38.9 + 0.001 * static_cast<double>(k % 200));
  o.mutable_fix()->set_sigma_m(10);
  o.set_event(event);
  return o;
}

void Tally::acknowledged(std::uint64_t sequence) {
  for (auto k = std::max(seen_, first_); k < std::min<std::uint64_t>(first_ + sequence, told_.size()); ++k) {
    told_[k].acknowledged = true;
    ++acknowledged_;
    seen_ = k + 1;
  }
}

void Tally::count(std::filesystem::path const& history, TwinFigures& figures) const {
  std::vector<std::uint32_t> found(told_.size());
  history::FolderReader const reader(history);
  auto const read = reader.replay(Instant::min(), [&](history::Record&& record) {
    wire::Batch batch;
    if (record.kind != history::RecordKind::batch) return true;
    if (!batch.ParseFromString(record.bytes)) throw std::runtime_error("a record of the history is no batch");
    for (auto const& o : batch.observations())
      if (auto const k = (o.t_obs() - begin_ns_) / kStep_ns; k < found.size()) ++found[k];
    return true;
  });
  if (!read) throw std::runtime_error(read.error());
  figures.damaged = read->damaged_chunks;
  figures.observations = told_.size();
  figures.acknowledged = acknowledged_;
  for (std::size_t k = 0; k < found.size(); ++k) {
    figures.events += told_[k].event ? 1 : 0;
    figures.lost += (told_[k].acknowledged || told_[k].event) && found[k] == 0 ? 1 : 0;
    figures.twice += found[k] > 1 ? 1 : 0;
  }
}

void take_a_chunk_out(std::filesystem::path const& history) {
  std::filesystem::path last;
  for (auto const& entry : std::filesystem::directory_iterator(history))
    if (entry.path().filename().string().starts_with("history-") && entry.path().extension() == ".sqlite")
      last = std::max(last, entry.path());
  sqlite3* raw = nullptr;
  int const opened = sqlite3_open(last.c_str(), &raw);
  history::Database const db(raw);
  constexpr char const* kSql = "DELETE FROM chunk WHERE seq = (SELECT min(seq) FROM chunk WHERE kind = 1 AND seq >= "
                               "(SELECT (min(seq) + max(seq)) / 2 FROM chunk WHERE kind = 1))"; // 1: observations
  if (opened != SQLITE_OK || sqlite3_exec(raw, kSql, nullptr, nullptr, nullptr) != SQLITE_OK ||
      sqlite3_changes(raw) != 1)
    throw std::runtime_error("no chunk to take out of " + last.string());
}

} // namespace dalian::chaos
