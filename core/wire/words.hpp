// The words that stand for enumerated values on the wire, in the order of the enumeration.
#pragma once

#include <array>
#include <string_view>

namespace feira::wire {

inline constexpr std::array<std::string_view, 7> outcome_words{"sold",
                                                               "refused-sold-out",
                                                               "refused-removed",
                                                               "refused-cancelled",
                                                               "refused-declined",
                                                               "refused-invalid",
                                                               "refused-price-changed"};

inline constexpr std::array<std::string_view, 5> change_words{"registered", "restocked", "withdrawn", "repriced",
                                                              "removed"};

inline constexpr std::array<std::string_view, 3> standing_words{"present", "left", "evicted"};

}  // namespace feira::wire
