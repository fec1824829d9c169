// AlarmBook::hash: FNV-1a over values in an order that depends on nothing but them.
#include "twin/alarms/alarm_book.hpp"

#include <bit>

namespace dalian::alarms {
namespace {

class Fnv {
 public:
  void add(std::uint64_t v) {
    for (int i = 0; i < 8; ++i)
      byte(static_cast<std::uint8_t>(v >> (8 * i)));
  }
  void add(Instant t) { add(static_cast<std::uint64_t>(to_unix_ns(t))); }
  void add(double v) { add(std::bit_cast<std::uint64_t>(v)); }
  void add(std::string const& text) {
    add(text.size());
    for (char const c : text)
      byte(static_cast<std::uint8_t>(c));
  }
  std::uint64_t value() const { return value_; }

 private:
  void byte(std::uint8_t b) { value_ = (value_ ^ b) * 1'099'511'628'211ULL; }
  std::uint64_t value_ = 14'695'981'039'346'656'037ULL;
};

void add(Fnv& h, Alarm const& a) {
  for (auto const v :
       {a.id, static_cast<std::uint64_t>(a.severity), static_cast<std::uint64_t>(a.state), std::uint64_t{a.present},
        std::uint64_t{a.grouped}, std::uint64_t{a.occurrences}, std::uint64_t{a.handle}, a.revision})
    h.add(v);
  for (auto const* text : {&a.rule, &a.subject, &a.other, &a.who, &a.note})
    h.add(*text);
  for (auto const t : {a.t_raised, a.t_changed, a.shelved_until})
    h.add(t);
  for (auto const v : {a.value, a.position.east_m, a.position.north_m})
    h.add(v);
}

void add(Fnv& h, Watch const& w) {
  for (auto const v :
       {w.key.rule, w.key.a, w.key.b, std::uint32_t{w.present}, std::uint32_t{w.raised}, std::uint32_t{w.refused}})
    h.add(std::uint64_t{v});
  for (auto const t : {w.since, w.absent_since, w.ready})
    h.add(t);
  h.add(w.value);
}

} // namespace

std::uint64_t AlarmBook::hash() const {
  Fnv h;
  for (auto const& [id, alarm] : alarms_.alarms)
    add(h, alarm);
  for (Watch const& w : watches_.all())
    add(h, w);
  for (auto const& [key, id] : watched_)
    h.add(id);
  h.add(std::uint64_t{flood_.in_window()});
  h.add(next_id_);
  h.add(now_);
  return h.value();
}

} // namespace dalian::alarms
