#include "renderer/app/handout.hpp"

#include "twin/base/markup.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace dalian::viewer {
namespace {

/// A4 across; the picture stands whole in a height that leaves room for the captions and four figures.
constexpr char kStyle[] = R"(@page{size:A4 landscape;margin:10mm}
*{box-sizing:border-box}body{margin:0;font:10pt "Noto Sans CJK SC","Noto Sans CJK JP",sans-serif;color:#14202e}
section{page-break-after:always;break-after:page;height:188mm;display:flex;flex-direction:column;gap:3mm}
section:last-child{page-break-after:auto;break-after:auto}
img{height:128mm;max-width:100%;object-fit:contain}
header{display:flex;justify-content:space-between;align-items:baseline;border-bottom:.4mm solid #14202e}
h1{font-size:14pt;margin:0}header span,footer{color:#55606e;font-size:8pt}
.words{display:grid;grid-template-columns:repeat(3,1fr);gap:5mm}.words p{margin:0}
table{border-collapse:collapse;width:100%}td{border-top:.2mm solid #b8c0ca;padding:.8mm 2mm;vertical-align:top}
td.v{font-weight:bold;white-space:nowrap}td.s{color:#55606e;font-size:8pt}footer{margin-top:auto})";

std::string figure_row(ui::SlideCard const& card) {
  std::string const unit = card.unit.empty() ? "" : " " + card.unit;
  std::string beside = card.range;
  if (!card.target.empty()) beside += (beside.empty() ? "" : " · ") + card.target;
  return fmt::format("<tr><td>{}</td><td class='v'>{}{}</td><td>{}</td><td class='s'>{}</td></tr>\n",
                     escape_markup(card.label), escape_markup(card.value), escape_markup(unit), escape_markup(beside),
                     escape_markup(card.source));
}

std::string section(HandoutWords const& words, HandoutPage const& page, std::string_view number) {
  std::string out = fmt::format("<section><header><h1>{}</h1><span>{} · {}</span></header>\n"
                                "<img alt='{}' src='data:image/png;base64,{}'>\n<div class='words'>",
                                escape_markup(words.title), escape_markup(words.subtitle), number,
                                escape_markup(page.slide.caption_first), base64(page.png));
  constexpr std::array kLanguages{"zh", "ja", "en"};
  for (std::size_t i = 0; i < page.captions.size(); ++i)
    out += fmt::format("<p lang='{}'>{}</p>", kLanguages[i], escape_markup(page.captions[i]));
  out += "</div>\n";
  if (!page.slide.cards.empty()) {
    out += "<table>\n";
    for (ui::SlideCard const& card : page.slide.cards)
      out += figure_row(card);
    out += "</table>\n";
  }
  return out + fmt::format("<footer>{}</footer></section>\n", escape_markup(words.note));
}

} // namespace

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back(); // its end mark
  return out;
}

std::string handout_html(HandoutWords const& words, std::vector<HandoutPage> const& pages) {
  std::string out = fmt::format("<!DOCTYPE html>\n<html lang='{}'><head><meta charset='utf-8'><title>{}</title>\n"
                                "<style>{}</style></head><body>\n",
                                words.language, escape_markup(words.title), kStyle);
  for (std::size_t i = 0; i < pages.size(); ++i)
    out += section(words, pages[i], fmt::format("{} / {}", i + 1, pages.size()));
  return out + "</body></html>\n";
}

} // namespace dalian::viewer
