// Saves each answer of an interview as it is typed. Without this file the form is sent as a whole; nothing else depends on it.
(() => {
    "use strict";
    const form = document.querySelector("form[data-save]");
    if (!form) return;
    const status = form.querySelector("[data-status]");
    const token = form.querySelector("input[name=__RequestVerificationToken]").value;
    const pause = 800, shortest = 2000, longest = 30000;

    class Question {
        constructor(box) {
            this.box = box;
            this.id = box.dataset.question;
            this.field = name => box.querySelector(`[name="${name}-${this.id}"]`);
            this.saved = this.now();
            this.sending = null;   // what is on its way; sent again as it is until an answer comes, so that it is never saved twice
            this.conflict = false;
            this.wait = shortest;
            // A refused form shows what was typed and not saved.
            if (box.querySelector("[data-conflict]").childElementCount > 0) this.saved = null;
            box.addEventListener("input", () => this.changed());
        }

        now() {
            const rating = this.box.querySelector("input[type=radio]:checked");
            return { rating: rating ? rating.value : "notAsked", text: this.field("text").value };
        }

        get isDirty() {
            const now = this.now();
            return !this.saved || now.rating !== this.saved.rating || now.text !== this.saved.text;
        }

        changed() {
            progress();
            tell();
            clearTimeout(this.timer);
            if (!this.conflict) this.timer = setTimeout(() => this.save(), pause);
        }

        async save() {
            clearTimeout(this.timer);
            if (this.busy || this.conflict || (!this.sending && !this.isDirty)) return;
            this.busy = true;
            this.sending ??= this.now();
            tell();
            const body = new URLSearchParams({ __RequestVerificationToken: token, [`version-${this.id}`]: this.field("version").value,
                [`rating-${this.id}`]: this.sending.rating, [`text-${this.id}`]: this.sending.text });
            let answer = null, said = null;
            try {
                answer = await fetch(form.dataset.save + encodeURIComponent(this.id), { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
                said = answer.type === "opaqueredirect" ? null : await answer.json();
            } catch { /* no connection, or an answer of somebody in between */ }
            this.busy = false;
            if (answer?.type === "opaqueredirect") this.later("not saved: you are signed out. Sign in again in another tab; your text is kept here");
            else if (!said || answer.status >= 500 || answer.status === 429) this.later("not saved: no connection, trying again");
            else if (answer.ok) this.done(said);
            else if (answer.status === 412) this.clash(said);
            else this.refuse(said.message ?? "the server refused it");
        }

        done(said) {
            this.saved = this.sending;
            this.sending = null;
            this.wait = shortest;
            this.trouble = null;
            this.keep(said);
            if (this.isDirty) this.changed();
            tell();
        }

        /** The form sent without this file afterwards must know what the record has. */
        keep(said) {
            this.field("version").value = said.version;
            this.field("was").value = "";
        }

        later(why) {
            this.trouble = why;
            this.timer = setTimeout(() => this.save(), this.wait);
            this.wait = Math.min(this.wait * 2, longest);
            tell();
        }

        refuse(why) {
            this.sending = null;
            this.trouble = "not saved: " + why;
            tell();
        }

        clash(said) {
            this.sending = null;
            this.conflict = true;
            this.trouble = "not saved: an answer was changed by somebody else meanwhile";
            const place = this.box.querySelector("[data-conflict]");
            const line = document.createElement("p"), quote = document.createElement("blockquote"), mine = document.createElement("button"), theirs = document.createElement("button");
            line.textContent = `Changed by ${said.by} meanwhile: your text is kept here, theirs is: ${said.rating === "notAnswered" ? "no answer" : said.rating === "notAsked" ? "not asked" : said.rating}`;
            quote.className = "said";
            quote.textContent = said.text;
            [mine.type, mine.textContent] = ["button", "Keep mine"];
            [theirs.type, theirs.textContent, theirs.className] = ["button", "Take theirs", "plain"];
            mine.addEventListener("click", () => this.settle(said));
            theirs.addEventListener("click", () => {
                this.field("text").value = said.text;
                for (const radio of this.box.querySelectorAll("input[type=radio]")) radio.checked = radio.value === said.rating;
                this.settle(said);
            });
            const buttons = document.createElement("div");
            buttons.className = "actions";
            buttons.append(mine, theirs);
            place.replaceChildren(line, quote, buttons);
            tell();
        }

        settle(said) {
            this.conflict = false;
            this.trouble = null;
            this.saved = { rating: said.rating, text: said.text };
            this.keep(said);
            this.box.querySelector("[data-conflict]").replaceChildren();
            this.field("text").focus();
            progress();
            tell();
            this.save();
        }
    }

    const questions = [...form.querySelectorAll("[data-question]")].map(box => new Question(box));
    let last = null;

    function progress() {
        const answered = questions.filter(question => ["full", "partial", "gap"].includes(question.now().rating)).length;
        form.querySelector("[data-progress]").textContent = `${answered} of ${questions.length} answered`;
    }

    function tell() {
        const trouble = questions.find(question => question.trouble);
        const waiting = questions.some(question => question.busy || question.isDirty);
        if (!trouble && !waiting) last = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
        const text = trouble ? trouble.trouble : waiting ? "saving …" : `saved ${last}`;
        if (status.textContent !== text) status.textContent = text;
        status.classList.toggle("trouble", !!trouble);
    }

    form.addEventListener("submit", event => {
        event.preventDefault();
        for (const question of questions) question.save();
        tell();
    });
    addEventListener("online", () => questions.filter(question => question.trouble).forEach(question => { question.wait = shortest; question.save(); }));
    addEventListener("beforeunload", event => { if (questions.some(question => question.isDirty)) event.preventDefault(); });
    addEventListener("pagehide", () => questions.forEach(question => question.save()));
    // The paper shows what stands in the fields now.
    addEventListener("beforeprint", () => questions.forEach(question => {
        const paper = document.querySelector(`[data-said="${question.id}"]`), now = question.now();
        let said = paper.querySelector("p.said");
        if (!said) {
            said = document.createElement("p");
            said.className = "said";
            paper.querySelector("h3 + p").after(said);
        }
        said.textContent = now.text;
        const tag = paper.querySelector(".tag");
        tag.className = "tag";
        tag.replaceChildren(document.createTextNode(question.box.querySelector("input[type=radio]:checked")?.parentElement.textContent.trim() ?? ""));
    }));
})();
