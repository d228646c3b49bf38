// The offices near where the reader is, if they say so. Without this script, or without their word, one types a place.
const button = document.getElementById("near-me");

if (button && "geolocation" in navigator) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const here = new URLSearchParams(location.search);
        for (const name of ["q", "page"]) here.delete(name);
        here.set("latitude", coords.latitude.toFixed(4));
        here.set("longitude", coords.longitude.toFixed(4));
        location.assign(`/offices/?${here}`);
      },
      () => { button.hidden = true; },
      { maximumAge: 600_000, timeout: 15_000 },
    );
  });
}
