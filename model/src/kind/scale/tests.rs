use super::*;

fn rating(points: u8) -> Scale {
    Scale::rating_of(points).unwrap()
}

#[test]
fn the_named_scales_are_those_of_the_table() {
    for (scale, name) in [
        (Scale::NPS, "nps-0-10"),
        (Scale::CSAT, "csat-1-5"),
        (Scale::CSAT_THUMBS, "csat-1-2"),
        (Scale::CES, "ces-2.0-1-7"),
        (Scale::CES_5, "ces-2.0-1-5"),
        (Scale::EMOTION, "emotion-minus-2-2"),
        (Scale::YES_NO, "yes-no-0-1"),
        (rating(2), "rating-1-2"),
        (rating(10), "rating-1-10"),
    ] {
        assert_eq!(scale.name(), name);
        assert!(scale.name().starts_with(scale.kind()));
    }
    assert_eq!((Scale::rating_of(1), Scale::rating_of(11)), (None, None));
    assert_eq!(Group::ALL.map(|group| group.name()).to_vec(), Group::NAMES);
}

#[test]
fn has_no_rating_out_of_range() {
    for (scale, valid) in [
        (Scale::NPS, 0..=10),
        (Scale::CSAT, 1..=5),
        (Scale::CSAT_THUMBS, 1..=2),
        (Scale::CES, 1..=7),
        (Scale::CES_5, 1..=5),
        (Scale::EMOTION, -2..=2),
        (Scale::YES_NO, 0..=1),
        (rating(10), 1..=10),
    ] {
        for value in i8::MIN..=i8::MAX {
            assert_eq!(scale.rating(value).is_some(), valid.contains(&value), "{scale:?} {value}");
        }
        assert!(scale.ratings().map(Rating::value).eq(valid), "{scale:?}");
        assert!(scale.ratings().map(Rating::index).eq(0..scale.ratings().count()), "{scale:?}");
    }
}

#[test]
fn groups_ratings_as_the_metrics_define() {
    use Group::{
        Detractor as D, Difficult as H, Dissatisfied as B, Easy as E, Negative as G, Neutral as N, No,
        Passive as A, Positive as F, Promoter as P, Satisfied as S, Undecided as U, Yes,
    };
    for (scale, groups) in [
        (Scale::NPS, &[D, D, D, D, D, D, D, A, A, P, P][..]),
        (Scale::CSAT, &[B, B, N, S, S]),
        (Scale::CSAT_THUMBS, &[B, S]),
        (Scale::CES, &[H, H, H, U, E, E, E]),
        (Scale::CES_5, &[H, H, U, E, E]),
        (Scale::EMOTION, &[G, G, N, F, F]),
        (Scale::YES_NO, &[No, Yes]),
    ] {
        assert!(scale.ratings().map(Rating::group).eq(groups.iter().copied().map(Some)), "{scale:?}");
    }
    assert!(rating(7).ratings().all(|rating| rating.group().is_none()));
}
