// The shift report as a page: plain HTML with its style inside, black on white, fit for paper.
#include "twin/app/shift_report.hpp"
#include "twin/base/markup.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dalian::app {
namespace {

constexpr char const* kStyle =
    "body{font:14px/1.45 'Noto Sans','Noto Sans CJK SC','Noto Sans CJK JP',sans-serif;margin:32px;color:#14181f}"
    "h1{font-size:24px;margin:0}h2{font-size:17px;margin:28px 0 8px}p{margin:4px 0}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:5px 10px 5px 0;vertical-align:top;"
    "border-bottom:1px solid #d5d9e0}th{font-weight:600}td.n{font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".figures{display:flex;gap:32px;margin:16px 0}.figures b{display:block;font-size:26px}.note{color:#4a5260}"
    ".critical,.high{font-weight:600}@media print{body{margin:0}tr{break-inside:avoid}}";

/// "2026-11-27 14:03:27" in China (UTC+8).
std::string local(Instant t) {
  std::string text = format_utc(t + std::chrono::hours(8)).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string span_text(Duration span) {
  double const s = to_seconds(span);
  return s < 120 ? fmt::format("{:.0f} s", s) : fmt::format("{:.0f} min", s / 60);
}

class Page {
 public:
  explicit Page(ShiftReportWish const& wish) : wish_(wish) {}

  std::string word(std::string const& key) const {
    auto const it = wish_.words.find("shift." + key);
    return escape_markup(it == wish_.words.end() ? key : it->second);
  }
  std::string rule(std::string const& id) const {
    if (wish_.rules)
      for (alarms::RuleFacts const& facts : *wish_.rules)
        if (facts.id == id)
          return escape_markup(wish_.language == "zh"   ? facts.name.zh
                               : wish_.language == "ja" ? facts.name.ja
                                                        : facts.name.en);
    return escape_markup(id);
  }
  void add(std::string text) { html_ += std::move(text); }
  void head_row(std::initializer_list<char const*> keys) {
    html_ += "<table><tr>";
    for (char const* key : keys)
      html_ += fmt::format("<th>{}</th>", word(key));
    html_ += "</tr>\n";
  }
  std::string take() { return std::move(html_); }

 private:
  ShiftReportWish const& wish_;
  std::string html_;
};

void add_figures(Page& page, Shift const& shift) {
  auto const figure = [&](char const* key, std::string const& value) {
    page.add(fmt::format("<div><b>{}</b>{}</div>", value, page.word(key)));
  };
  double const hours = std::max(to_seconds(shift.to - shift.from) / 3600, 1e-9);
  page.add("<div class=figures>");
  figure("raised", std::to_string(shift.raised()));
  figure("per_hour", fmt::format("{:.1f}", static_cast<double>(shift.raised()) / hours));
  auto const median = shift.median_to_acknowledge();
  figure("median", median ? span_text(*median) : "–");
  figure("open", std::to_string(shift.open()));
  figure("incidents", std::to_string(shift.incidents.size()));
  page.add("</div>\n");
}

void add_alarm(Page& page, ShiftAlarm const& a) {
  std::string acknowledged = "–";
  if (a.acknowledged)
    acknowledged = fmt::format("{} · {} · {}", local(*a.acknowledged).substr(11), escape_markup(a.who),
                               span_text(*a.acknowledged - a.raised));
  page.add(fmt::format("<tr class={}><td class=n>{}</td><td class=n>{}</td><td>{}</td><td>{}</td><td>{}{}</td>"
                       "<td class=n>{}</td><td class=n>{}</td><td>{}</td><td>{}</td></tr>\n",
                       to_string(a.severity), a.id, local(a.raised), page.word(std::string(to_string(a.severity))),
                       page.rule(a.rule), escape_markup(a.subject),
                       a.other.empty() ? "" : " · " + escape_markup(a.other), acknowledged,
                       a.over ? local(*a.over).substr(11) : "–", page.word(fmt::format("state.{}", to_string(a.state))),
                       escape_markup(a.notes)));
}

void add_incidents(Page& page, Shift const& shift) {
  page.add(fmt::format("<h2>{}</h2>\n", page.word("incidents")));
  if (shift.incidents.empty()) return page.add(fmt::format("<p class=note>{}</p>\n", page.word("no_incidents")));
  page.head_row({"id", "at", "kept", "reason", "who"});
  for (history::Incident const& i : shift.incidents)
    page.add(
        fmt::format("<tr><td class=n>{}</td><td class=n>{}</td><td class=n>{} – {}</td><td>{}</td><td>{}</td></tr>\n",
                    i.id, local(i.at), local(i.locked.from).substr(11), local(i.locked.to).substr(11),
                    escape_markup(i.reason), escape_markup(i.who)));
  page.add("</table>\n");
}

} // namespace

std::string shift_html(Shift const& shift, ShiftReportWish const& wish) {
  Page page(wish);
  page.add(fmt::format("<!doctype html>\n<html lang={}><meta charset=utf-8><title>{}</title><style>{}</style>\n",
                       wish.language, page.word("title"), kStyle));
  page.add(fmt::format("<h1>{}</h1>\n<p class=note>{} – {} · {}</p>\n", page.word("title"), local(shift.from),
                       local(shift.to), page.word("zone")));
  add_figures(page, shift);
  page.add(fmt::format("<h2>{}</h2>\n", page.word("alarms")));
  if (shift.alarms.empty()) {
    page.add(fmt::format("<p class=note>{}</p>\n", page.word("no_alarms")));
  } else {
    page.head_row({"id", "raised_at", "severity", "what", "who_or_what", "acknowledged", "over", "state", "notes"});
    for (ShiftAlarm const& alarm : shift.alarms)
      add_alarm(page, alarm);
    page.add("</table>\n");
  }
  add_incidents(page, shift);
  page.add(fmt::format("<p class=note>{}</p>\n</html>\n", page.word("source")));
  return page.take();
}

} // namespace dalian::app
