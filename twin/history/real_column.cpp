#include "twin/history/real_column.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

namespace dalian::history {
namespace {

/// Whole numbers of it are k / per · unit.
struct Step {
  double per, unit;
};
// ITU-R M.1371 tells degrees in 1/10 000 minute and speeds in 1/10 knot, SAE J2735 degrees in 1e-7; decimals.
constexpr std::array<Step, 11> kSteps{{{1, 1},
                                       {10, 1},
                                       {100, 1},
                                       {1e3, 1},
                                       {1e4, 1},
                                       {1e5, 1},
                                       {600'000, 1},
                                       {1e6, 1},
                                       {1e7, 1},
                                       {0, 0}, // kPattern
                                       {10, 1852.0 / 3600.0}}};
constexpr std::size_t kPattern = 9;  // no step fits: the bits
constexpr double kMostSteps = 9e15;  // < 2^53: every whole number has its double
constexpr std::size_t kSample = 500; // values that decide which step a column has

enum class Predict : std::uint64_t { last = 0, straight = 1, none = 2 };

std::uint64_t bits_of(std::int64_t whole, std::size_t step, Real kind) {
  if (step == kPattern) return static_cast<std::uint64_t>(whole);
  double const value = static_cast<double>(whole) / kSteps[step].per * kSteps[step].unit;
  if (kind == Real::twice) return std::bit_cast<std::uint64_t>(value);
  return std::bit_cast<std::uint32_t>(static_cast<float>(value));
}

std::optional<std::int64_t> steps_of(std::uint64_t bits, std::size_t step, Real kind) {
  if (step == kPattern) return static_cast<std::int64_t>(bits);
  double const value = kind == Real::twice
                           ? std::bit_cast<double>(bits)
                           : static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  double const scaled = value * (kSteps[step].per / kSteps[step].unit);
  if (!(std::abs(scaled) < kMostSteps)) return std::nullopt; // also NaN
  auto const whole = static_cast<std::int64_t>(std::llround(scaled));
  return bits_of(whole, step, kind) == bits ? std::optional(whole) : std::nullopt;
}

/// The step that most values of a sample are whole numbers of, the coarsest of those; kPattern when it is not half.
std::size_t usual_step(std::vector<std::uint64_t> const& values, Real kind) {
  std::array<std::size_t, kSteps.size()> fits{};
  std::size_t sampled = 0;
  for (std::size_t i = 0; i < values.size(); i += 1 + values.size() / kSample) {
    if (values[i] == 0) continue; // fits all
    ++sampled;
    for (std::size_t step = 0; step < kSteps.size(); ++step)
      if (step != kPattern && steps_of(values[i], step, kind)) ++fits[step];
  }
  auto const best = std::max_element(fits.begin(), fits.end());
  return 2 * *best < sampled ? kPattern : static_cast<std::size_t>(best - fits.begin());
}

/// What is expected next of one entity: the last number, or with `straight` where the last two point to.
class Expectation {
 public:
  Expectation(bool straight, std::int64_t first, std::uint64_t time)
      : straight_(straight), last_(first), last_time_(time) {}
  std::int64_t at(std::uint64_t time) const {
    if (!straight_ || !seen_two_) return last_;
    double const before = static_cast<double>(minus(last_time_, time_before_)),
                 ahead = static_cast<double>(minus(time, last_time_));
    if (!(before > 0 && ahead > 0 && ahead < 4 * before)) return last_;
    double const way = static_cast<double>(last_ - before_last_) * (ahead / before);
    return std::abs(way) < kMostSteps ? last_ + std::llround(way) : last_;
  }
  void take(std::int64_t value, std::uint64_t time) {
    before_last_ = std::exchange(last_, value);
    time_before_ = std::exchange(last_time_, time);
    seen_two_ = true;
  }

 private:
  bool straight_, seen_two_ = false;
  std::int64_t last_, before_last_ = 0;
  std::uint64_t last_time_, time_before_ = 0;
};

/// Modulo 2⁶⁴, so that patterns may be any.
std::int64_t difference(std::int64_t a, std::int64_t b) {
  return minus(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
}
std::int64_t sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::size_t cost(std::vector<std::uint64_t> const& numbers) {
  std::size_t bits = 0;
  for (std::uint64_t const n : numbers)
    bits += static_cast<std::size_t>(std::bit_width(n));
  return bits;
}

/// The values of one entity.
struct Run {
  std::size_t step = kPattern;
  std::vector<std::int64_t> numbers;

  bool fit(std::span<std::uint64_t const> values, std::size_t with, Real kind) {
    step = with;
    numbers.clear();
    for (std::uint64_t const bits : values) {
      auto const steps = steps_of(bits, with, kind);
      if (!steps) return false;
      numbers.push_back(*steps);
    }
    return true;
  }
};

Run run_of(std::span<std::uint64_t const> values, std::size_t usual, Real kind) {
  Run run;
  if (run.fit(values, usual, kind)) return run;
  for (std::size_t step = 0; step < kSteps.size(); ++step)
    if (step != kPattern && run.fit(values, step, kind)) return run;
  run.fit(values, kPattern, kind);
  return run;
}

/// All but the first, told from what is expected.
std::vector<std::uint64_t> surprises(Run const& run, std::span<std::uint64_t const> times, bool straight) {
  std::vector<std::uint64_t> out;
  out.reserve(run.numbers.size());
  Expectation expected(straight, run.numbers[0], times[0]);
  for (std::size_t i = 1; i < run.numbers.size(); ++i) {
    out.push_back(zigzag(difference(run.numbers[i], expected.at(times[i]))));
    expected.take(run.numbers[i], times[i]);
  }
  return out;
}

/// From `base`, which is not above any of them.
std::vector<std::uint64_t> plain(Run const& run, std::int64_t base) {
  std::vector<std::uint64_t> out;
  for (std::size_t i = 1; i < run.numbers.size(); ++i)
    out.push_back(static_cast<std::uint64_t>(difference(run.numbers[i], base)));
  return out;
}

/// Few distinct ones: a sorted table, and differences of places in it; else of the patterns.
void write_table(std::string& out, std::vector<std::uint64_t> const& values) {
  auto table = values;
  std::sort(table.begin(), table.end());
  table.erase(std::unique(table.begin(), table.end()), table.end());
  if (table.size() * 2 > values.size()) table.clear();
  write_number(out, table.size());
  write_whole(out, table);
  auto places = values;
  if (!table.empty())
    for (std::uint64_t& p : places)
      p = static_cast<std::uint64_t>(std::lower_bound(table.begin(), table.end(), p) - table.begin());
  write_whole(out, places);
}

std::vector<std::uint64_t> read_table(ByteReader& in, std::size_t count) {
  std::uint64_t const size = in.number();
  in.ok = in.ok && size <= count;
  auto const table = read_whole(in, in.ok ? size : 0);
  auto values = read_whole(in, count);
  if (table.empty()) return values;
  for (std::uint64_t& value : values) {
    in.ok = in.ok && value < table.size();
    value = in.ok ? table[value] : 0;
  }
  return values;
}

struct RealWriter {
  std::size_t usual;
  std::int64_t base = 0; // the smallest of all that are of the usual step
  std::vector<std::uint64_t> modes, firsts, strange, numbers;

  void add(Run const& run, std::span<std::uint64_t const> times) {
    Predict predict = Predict::last;
    auto best = surprises(run, times, false);
    auto const improve = [&](Predict how, std::vector<std::uint64_t> other) {
      if (cost(other) >= cost(best)) return;
      predict = how;
      best = std::move(other);
    };
    if (run.numbers.size() > 2 && run.step != kPattern) improve(Predict::straight, surprises(run, times, true));
    if (run.numbers.size() > 1 && run.step == usual) improve(Predict::none, plain(run, base));
    modes.push_back(run.step * 4 + static_cast<std::uint64_t>(predict));
    if (run.step == usual)
      firsts.push_back(static_cast<std::uint64_t>(difference(run.numbers[0], base)));
    else
      strange.push_back(zigzag(run.numbers[0]));
    numbers.insert(numbers.end(), best.begin(), best.end());
  }
};

} // namespace

void write_real(std::string& out, ValueColumn const& column, Real kind) {
  std::size_t const usual = usual_step(column.values, kind);
  bool const table = usual == kPattern && kind == Real::once;
  write_number(out, table ? 1 : 0);
  if (table) return write_table(out, column.values);
  std::vector<Run> runs;
  std::vector<std::size_t> begins;
  std::size_t begin = 0;
  RealWriter writer{usual, INT64_MAX, {}, {}, {}, {}};
  for (std::size_t const end : column.run_ends) {
    if (end == begin) continue;
    begins.push_back(begin);
    runs.push_back(run_of(std::span(column.values).subspan(begin, end - begin), usual, kind));
    if (runs.back().step == usual) writer.base = std::min(writer.base, *std::ranges::min_element(runs.back().numbers));
    begin = end;
  }
  for (std::size_t i = 0; i < runs.size(); ++i)
    writer.add(runs[i], std::span(column.times).subspan(begins[i], runs[i].numbers.size()));
  write_number(out, usual);
  write_number(out, zigzag(writer.base));
  write_column(out, writer.modes);
  write_column(out, writer.firsts);
  write_column(out, writer.strange);
  write_column(out, writer.numbers);
}

namespace {

struct RealReader {
  std::size_t usual = kPattern;
  std::int64_t base = 0;
  std::vector<std::uint64_t> modes, firsts, strange, numbers;

  bool all(ValueColumn& column, Real kind) {
    column.values.resize(column.times.size());
    std::size_t begin = 0;
    for (std::size_t const end : column.run_ends) {
      std::size_t const n = end - begin;
      if (n > 0 && !next(std::span(column.values).subspan(begin, n), std::span(column.times).subspan(begin, n), kind))
        return false;
      begin = end;
    }
    return true;
  }

 private:
  /// The values of the next run; false when it does not fit.
  bool next(std::span<std::uint64_t> values, std::span<std::uint64_t const> times, Real kind) {
    if (mode == modes.size() || numbers.size() - number < values.size() - 1) return false;
    std::size_t const step = modes[mode] / 4;
    auto const predict = static_cast<Predict>(modes[mode++] % 4);
    if (step >= kSteps.size() || predict > Predict::none) return false;
    if (step == usual ? first == firsts.size() : odd == strange.size()) return false;
    std::int64_t const begin =
        step == usual ? sum(base, static_cast<std::int64_t>(firsts[first++])) : unzigzag(strange[odd++]);
    values[0] = bits_of(begin, step, kind);
    Expectation expected(predict == Predict::straight, begin, times[0]);
    for (std::size_t i = 1; i < values.size(); ++i) {
      std::uint64_t const told = numbers[number++];
      std::int64_t const now = predict == Predict::none ? sum(base, static_cast<std::int64_t>(told))
                                                        : sum(expected.at(times[i]), unzigzag(told));
      expected.take(now, times[i]);
      values[i] = bits_of(now, step, kind);
    }
    return true;
  }
  std::size_t mode = 0, first = 0, odd = 0, number = 0;
};

} // namespace

bool read_real(ByteReader& in, ValueColumn& column, Real kind) {
  std::size_t const count = column.times.size();
  if (in.number() == 1) {
    column.values = read_table(in, count);
    return in.ok;
  }
  RealReader reader;
  reader.usual = in.number();
  reader.base = unzigzag(in.number());
  for (auto* numbers : {&reader.modes, &reader.firsts, &reader.strange, &reader.numbers})
    *numbers = read_column(in, count);
  return in.ok = in.ok && reader.all(column, kind);
}

bool read_single_v1(ByteReader& in, ValueColumn& column) {
  column.values = read_table(in, column.times.size());
  return in.ok;
}

bool read_double_v1(ByteReader& in, ValueColumn& column) {
  RealReader reader; // without a usual step
  reader.usual = kSteps.size();
  auto const modes = read_column(in, column.run_ends.size()), told = read_column(in, column.times.size());
  if (!in.ok || told.size() != column.times.size()) return in.ok = false;
  for (std::uint64_t const mode : modes)
    reader.modes.push_back(mode / 2 * 4 + mode % 2);
  std::size_t begin = 0;
  for (std::size_t const end : column.run_ends) {
    if (end == begin) continue;
    reader.strange.push_back(told[begin]);
    reader.numbers.insert(reader.numbers.end(), told.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                          told.begin() + static_cast<std::ptrdiff_t>(end));
    begin = end;
  }
  return in.ok = reader.all(column, Real::twice);
}

} // namespace dalian::history
