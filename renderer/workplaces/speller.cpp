#include "renderer/workplaces/speller.hpp"

#include <algorithm>
#include <cassert>
#include <cctype>
#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace dalian::workplaces {
namespace {

constexpr char const* kLatin = "Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Lower";
constexpr char const* kPlain = "NFKC; Hiragana-Katakana; Lower; [[:White_Space:][:Dash:][:Pc:]] Remove";

std::unique_ptr<icu::Transliterator> made(char const* rules) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(rules, UTRANS_FORWARD, status));
  assert(U_SUCCESS(status) && made != nullptr); // rules that ICU's own data holds
  return made;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string small(std::string_view ascii) {
  std::string out(ascii);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string through(icu::Transliterator const& rules, std::string_view utf8) {
  auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  rules.transliterate(text);
  std::string out;
  return text.toUTF8String(out);
}

} // namespace

struct Speller::Rules {
  std::unique_ptr<icu::Transliterator> latin = made(kLatin), plain = made(kPlain);
};

Speller::Speller() : rules_(std::make_unique<Rules>()) {}
Speller::~Speller() = default;

std::string Speller::latin(std::string_view utf8) const {
  return is_ascii(utf8) ? small(utf8) : through(*rules_->latin, utf8);
}

std::string Speller::plain(std::string_view utf8) const {
  if (!is_ascii(utf8)) return through(*rules_->plain, utf8);
  std::string out = small(utf8);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return out;
}

std::string initials(std::string_view latin) {
  std::string out;
  bool begins = true;
  for (char const c : latin) {
    if (begins && std::isalnum(static_cast<unsigned char>(c))) out += c;
    begins = c == ' ' || c == '-';
  }
  return out;
}

std::string joined(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return out;
}

} // namespace dalian::workplaces
