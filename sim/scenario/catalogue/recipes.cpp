// The recipes that scenarios can ask for by name, in the order of the table in sim/scenario/recipes.cpp.
#include <array>

#include "sim/scenario/catalogue.hpp"

namespace feira::scenario {

namespace {

constexpr Topic recipe = Topic::recipe;

constexpr std::array recipe_entries{
    Entry{
        recipe, "swizzle",
        "Half of all links, or the share \"links\", are clogged one after the other over the first third of the time, "
        "and freed in another order over the last third. Needs two marketplaces.",
        "swizzle-clogging in FoundationDB's simulation: Zhou et al. 2021, FoundationDB: A Distributed Unbundled "
        "Transactional Key Value Store"},
    Entry{recipe, "split-brain",
          "Two halves of the marketplaces lose each other unevenly. For the share \"uneven\" of the time, a quarter, "
          "only "
          "one of them is not heard, then neither is, and for the same share at the end only the other is not heard. "
          "Needs two marketplaces.",
          "Bailis and Kingsbury 2014, The Network is Reliable"}};

}  // namespace

std::span<const Entry> recipes() { return recipe_entries; }

}  // namespace feira::scenario
