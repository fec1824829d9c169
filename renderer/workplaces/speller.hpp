#pragma once
// Names as people type them: Han by the sounds of Mandarin (pinyin without tones), kana in Latin letters, all small, no
// blanks. By ICU's transliterators. Not thread-safe.
#include <memory>
#include <string>
#include <string_view>

namespace dalian::workplaces {

class Speller {
 public:
  Speller();
  ~Speller();
  Speller(Speller const&) = delete;
  Speller& operator=(Speller const&) = delete;

  /// "da lian gang" of "大连港": small Latin letters, syllables apart where the script has no blanks.
  std::string latin(std::string_view utf8) const;
  /// The same script, but small letters, katakana for hiragana, full-width forms made plain, blanks and hyphens out.
  std::string plain(std::string_view utf8) const;

 private:
  struct Rules;
  std::unique_ptr<Rules> rules_;
};

/// "dlg" of "da lian gang": what is typed when only the first letters are; also of "new japan park": "njp".
std::string initials(std::string_view latin);
/// Without blanks.
std::string joined(std::string_view text);

} // namespace dalian::workplaces
