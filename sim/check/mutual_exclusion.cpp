#include "sim/check/mutual_exclusion.hpp"

#include <algorithm>

namespace feira::check {

void MutualExclusion::hook_started(Moment now, Ware product, Dense holder, FencingToken token, GlobalTime lease_end,
                                   const Directory& names) {
  std::vector<Section>& all = sections(product);
  end_leases(all, now.time);
  Section* mine = nullptr;
  for (Section& section : all) {
    if (section.holder == holder && section.token == token) {
      mine = &section;
    } else if (section.inside && section.holder != holder) {
      findings_.add(now, names.product_id(product),
                    names.name(holder) + " started a hook for " + names.text_of_product(product) + " with token " +
                        text(token) + " while " + names.name(section.holder) + " was inside with token " +
                        text(section.token),
                    {section.started, now.event});
    }
  }
  if (mine == nullptr) mine = &all.emplace_back(Section{holder, token, lease_end, now.event, false, false});
  if (!mine->inside) {
    ++entered_;
    mine->inside = true;
    mine->started = now.event;
  }
  mine->lease_end = std::max(mine->lease_end, lease_end);
}

void MutualExclusion::lease_moved(Moment now, Ware product, Dense holder, FencingToken token, GlobalTime lease_end,
                                  const Directory& names) {
  std::vector<Section>& all = sections(product);
  end_leases(all, now.time);
  const auto section =
      std::find_if(all.begin(), all.end(), [&](const Section& s) { return s.holder == holder && s.token == token; });
  if (section == all.end()) {
    // The lease seemed to be over, but not by the clock that counts.
    if (lease_end > now.time) hook_started(now, product, holder, token, lease_end, names);
  } else if (section->inside) {
    section->lease_end = lease_end;
    end_leases(all, now.time);
  }
}

void MutualExclusion::left(Moment now, Ware product, Dense holder, FencingToken token) {
  std::vector<Section>& all = sections(product);
  end_leases(all, now.time);
  // Only the latest token with which a holder has left is remembered.
  std::erase_if(all, [&](const Section& s) { return s.holder == holder && s.token != token && !s.inside; });
  for (Section& section : all) {
    if (section.holder != holder || section.token != token) continue;
    if (!section.committed) section.inside = false;
    section.committed = true;
    return;
  }
  all.push_back({holder, token, {}, 0, false, true});
}

void MutualExclusion::changed(Moment now, Ware product, const Directory& names) {
  std::vector<Section>& all = sections(product);
  end_leases(all, now.time);
  for (const Section& section : all) {
    if (!section.inside) continue;
    findings_.add(now, names.product_id(product),
                  names.text_of_product(product) + " was changed while " + names.name(section.holder) +
                      " was inside with token " + text(section.token),
                  {section.started, now.event});
  }
}

void MutualExclusion::crashed(Moment now, Dense holder) {
  for (std::vector<Section>& all : products_) {
    end_leases(all, now.time);
    std::erase_if(all, [&](const Section& section) { return section.holder == holder; });
  }
}

void MutualExclusion::finish(Moment now) {
  for (std::vector<Section>& all : products_) end_leases(all, now.time);
}

Verdict MutualExclusion::verdict() const {
  return {Property::mutual_exclusion, findings_.holds(),
          counted(entered_, "section") + ", " + std::to_string(contended_) + " contended, " +
              counted(leases_ended_inside_, "lease") + " ended inside",
          entered_, findings_.first()};
}

std::vector<MutualExclusion::Section>& MutualExclusion::sections(Ware product) {
  if (products_.size() <= product) products_.resize(product + 1);
  return products_[product];
}

void MutualExclusion::end_leases(std::vector<Section>& sections, GlobalTime now) {
  for (Section& section : sections) {
    if (!section.inside || section.lease_end > now) continue;
    section.inside = false;
    ++leases_ended_inside_;
  }
  // One that neither is inside nor has committed cannot be entered again: its lease is over.
  std::erase_if(sections, [](const Section& section) { return !section.inside && !section.committed; });
}

}  // namespace feira::check
